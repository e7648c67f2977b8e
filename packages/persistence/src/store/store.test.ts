import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPersistence, type Persistence } from '../open-persistence.js';
import { entryOf } from '../testing/journal-entries.js';
import { issueLeaves } from '../testing/leaves.js';
import { testKey } from '../testing/test-key.js';

const disk = vi.hoisted(() => ({ times: 0 }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const handle = await real.open(...args);
      const datasync = handle.datasync.bind(handle);
      return Object.assign(handle, {
        datasync: () => {
          disk.times += 1;
          return datasync();
        },
      });
    },
  };
});

let parent: string;
let store: Persistence;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certctl-reach-'));
  store = await openPersistence({
    folder: join(parent, 'data'),
    clock: { now: Date.now },
    keyEncryptionKey: testKey(1),
  });
  disk.times = 0;
});

afterEach(async () => {
  await store.close();
  await rm(parent, { recursive: true });
});

const row = {
  at: 1,
  event: 'deploy',
  deploymentId: 'd1',
  actor: 'test',
  targetId: 'web',
  targetType: 'Test',
  outcome: 'deployed',
} as const;

describe('what is written', () => {
  it('of a deploy that has sent nothing yet waits for what follows', async () => {
    const taken = await store.leases.acquire('a', 'd1', 1_000);
    const entry = entryOf('d1', { addresses: ['a'] });
    await store.journal.open(entry);
    await store.journal.advance('d1', entry.owner, { phase: 'importing' });
    if ('lease' in taken) await store.leases.release(taken.lease);
    expect(disk.times).toBe(0);
  });

  it('before a request, and at the end, is on disk with everything before it', async () => {
    const entry = entryOf('d1', { addresses: ['a'] });
    await store.journal.open(entry);
    await store.journal.advance('d1', entry.owner, { inFlightUntil: 5 });
    expect(disk.times).toBe(1);
    await store.together(async () => {
      await store.journal.close('d1', entry.owner, 'deployed', 6);
      await store.audit.append(row);
    });
    expect(disk.times).toBe(2);
  });

  it('with the key that a request brings, its intent among it, is on disk at once', async () => {
    const [issued] = await issueLeaves(1);
    if (!issued) throw new Error('no leaf was issued');
    const entry = entryOf('d1', { addresses: ['a'] });
    await store.journal.open(entry);
    disk.times = 0;
    await store.keeper.keepPending('a', issued, issued.privateKey(), 'd1', () =>
      store.journal.advance('d1', entry.owner, { phase: 'importing', inFlightUntil: 5 }),
    );
    expect(disk.times).toBe(1);
  });

  it('of a use of a quota waits for what follows', async () => {
    await store.usage.add({ id: 'u1', scope: 'account', operation: 'Import', until: 9 }, 1);
    expect(disk.times).toBe(0);
  });

  it('by itself is on disk: a row of the audit, a hold, an address', async () => {
    await store.audit.append(row);
    await store.holds.put({
      targetId: 'web',
      fingerprint: '',
      notBefore: 0,
      since: 0,
      deploymentId: 'd1',
      reason: '',
    });
    await store.addressBook.record({ targetId: 'web', address: 'a', reference: undefined });
    expect(disk.times).toBe(3);
  });
});
