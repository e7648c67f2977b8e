import type { BindingCapabilities } from '@certctl/plugin-api';

/** A certificate can be taken from the list of a listener, and what a listener serves can be seen from outside. */
export const capabilities = { unbinds: true, handshakes: true } as const satisfies BindingCapabilities;
