import type { JournalEntry } from '@certctl/engine';

/** An entry with every field that matters to the store, bytes and pre-image included. */
export function entryOf(id: string, changes: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id,
    purpose: 'deploy',
    targetId: `target of ${id}`,
    targetType: 'AWSACM',
    addresses: [`address of ${id}`],
    phase: 'opened',
    openedAt: 1_800_000_000_000,
    incoming: {
      leaf: Uint8Array.of(48, 130, 0, 255),
      chain: [Uint8Array.of(1), Uint8Array.of()],
      fingerprint: 'ab'.repeat(32),
      serial: '1f',
    },
    fresh: false,
    imports: true,
    preImage: {
      state: 'present',
      leaf: Uint8Array.of(7, 7),
      chain: [Uint8Array.of(9)],
      tags: { owner: 'somebody' },
      attributes: { exportable: false, versions: [1, null, 'x'] },
      usedBy: ['a load balancer'],
      importedAt: 1_700_000_000_000,
    },
    tags: { 'certctl-managed-by': 'certctl' },
    inFlightUntil: 1_800_000_030_000,
    actor: 'somebody',
    owner: id,
    ...changes,
  };
}
