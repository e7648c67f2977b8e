import type { BindingCapabilities } from '@certctl/plugin-api';

/**
 * What the consumers can do. The compiler asks for the methods that follow from this, and the conformance suite asks
 * both ways: what is declared must work, and what is not declared must be absent.
 */
// Yours: the answers of the service. `unbinds` is needed wherever a consumer has several certificates.
export const CAPABILITIES = {
  unbinds: false,
  handshakes: false,
  writers: false,
} as const satisfies BindingCapabilities;
