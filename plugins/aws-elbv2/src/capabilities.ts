import type { BindingCapabilities } from '@certctl/plugin-api';

/**
 * A certificate can be taken from the list of a listener, what a listener serves can be seen from outside, and CloudTrail
 * tells who changed it.
 */
export const capabilities = {
  unbinds: true,
  handshakes: true,
  writers: true,
} as const satisfies BindingCapabilities;
