import type { StoreLimits } from '@certctl/plugin-api';

/** Yours: the limits that the vendor documents. The plan refuses what is beyond them, before anything is sent. */
export const LIMITS = {
  tags: {
    most: 20,
    nameLength: 64,
    valueLength: 256,
    reservedPrefixes: ['system:'],
    source: 'https://docs.acme-cloud.example/labels',
  },
} as const satisfies StoreLimits;
