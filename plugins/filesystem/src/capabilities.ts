import type { StoreCapabilities } from '@certctl/plugin-api';

/** A file is replaced under its path, carries no tags, and gives back whatever was written into it. */
export const capabilities = {
  rotation: 'in-place',
  tags: 'none',
  proof: 'leaf',
  finds: false,
  readsKeyBack: true,
  undeletes: false,
  disables: false,
  removes: true,
  discovers: true,
  activates: true,
  bindsItself: false,
  writers: false,
} as const satisfies StoreCapabilities;
