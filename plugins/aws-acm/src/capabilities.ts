import type { StoreCapabilities } from '@certctl/plugin-api';

/** ACM replaces a certificate under its ARN, keeps no earlier one, and never gives a private key back. */
export const capabilities = {
  rotation: 'in-place',
  tags: 'own-call',
  proof: 'leaf',
  finds: true,
  readsKeyBack: false,
  undeletes: false,
  disables: false,
  removes: true,
  discovers: true,
  activates: false,
  bindsItself: false,
  writers: true,
} as const satisfies StoreCapabilities;
