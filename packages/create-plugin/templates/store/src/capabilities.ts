import type { StoreCapabilities } from '@certctl/plugin-api';

/**
 * What the service can do. The compiler asks for the methods that follow from this, and the conformance suite asks
 * both ways: what is declared must work, and what is not declared must be absent.
 */
// Yours: the answers of the service.
export const CAPABILITIES = {
  rotation: 'in-place',
  tags: 'with-import',
  proof: 'leaf',
  finds: false,
  readsKeyBack: false,
  undeletes: false,
  disables: false,
  removes: true,
  discovers: false,
  activates: false,
  bindsItself: false,
  writers: false,
} as const satisfies StoreCapabilities;
