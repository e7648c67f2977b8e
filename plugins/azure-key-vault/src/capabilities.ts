import type { StoreCapabilities } from '@certctl/plugin-api';

/**
 * Key Vault keeps every import as a version under one name, each with its own tags, gives an exportable key
 * back, and keeps what is deleted for a while. A version can be disabled and not deleted.
 */
export const capabilities = {
  rotation: 'versioned',
  tags: 'with-import',
  proof: 'leaf',
  finds: false,
  readsKeyBack: true,
  undeletes: true,
  disables: true,
  removes: false,
  discovers: true,
  activates: false,
  bindsItself: false,
  writers: true,
} as const satisfies StoreCapabilities;
