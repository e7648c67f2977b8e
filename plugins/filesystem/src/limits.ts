import type { StoreLimits } from '@certctl/plugin-api';

/** What is written must be readable again, to be proven: a file is read up to 3 MiB. */
export const MOST_BYTES = 3 * 1_048_576;

export const limits: StoreLimits = {
  chainBytes: { most: 2 * 1_048_576, source: 'certctl itself, which reads no file of more than 3 MiB' },
};
