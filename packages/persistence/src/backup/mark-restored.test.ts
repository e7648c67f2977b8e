import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { entryOf } from '../testing/journal-entries.js';

const BACKUP_AT = Date.UTC(2026, 10, 20, 3);

describe.each(DATABASES)('a store on $name that was put back by other means', ({ create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(async () => await database.remove());

  const since = expect.any(Number);

  it('has every target on hold, each until it is released, and is released as a whole', async () => {
    const { holds, markRestored } = await database.open();
    expect(await holds.restored('web')).toBeUndefined();
    await markRestored({ backupAt: BACKUP_AT, actor: 'ann' });
    expect(await holds.restored('web')).toEqual({ targetId: 'web', backupAt: BACKUP_AT, since });
    expect(await holds.releaseRestored('web')).toBe(true);
    expect(await holds.releaseRestored('web')).toBe(false);
    expect(await holds.restored('web')).toBeUndefined();
    expect(await holds.restored('other')).toBeDefined();
    await markRestored({ backupAt: BACKUP_AT + 1, actor: 'ann' });
    expect(await holds.restored('web')).toMatchObject({ backupAt: BACKUP_AT + 1 });
    expect(await holds.releaseAllRestored()).toBe(true);
    expect(await holds.releaseAllRestored()).toBe(false);
    expect(await holds.restored('other')).toBeUndefined();
  });

  it('closes what was under way by looking, has no leases, and says in the audit of every target what it is', async () => {
    const { audit, journal, leases, markRestored } = await database.open();
    await journal.open(entryOf('d1'));
    await leases.acquire('address of d1', 'd1', 2 ** 40);
    expect(await markRestored({ backupAt: BACKUP_AT, actor: 'ann' })).toEqual({ openEntries: 1 });
    expect(await journal.openEntries()).toEqual([{ ...entryOf('d1'), fromBackup: BACKUP_AT }]);
    expect(await leases.acquire('address of d1', 'd2', 1_000)).toMatchObject({ lease: { fence: 2 } });
    const [row] = await audit.list({ targetId: 'web', limit: 9 });
    expect(row).toMatchObject({ event: 'restore-store', actor: 'ann', targetId: '*' });
    expect(await audit.deploymentsOf(row?.deploymentId.slice(0, 8) ?? '')).toEqual([row?.deploymentId]);
    const { head } = Object(await audit.verify());
    expect(await audit.findHead(head)).toEqual({ found: 'row', seq: 1 });
    expect(await audit.findHead('f'.repeat(64))).toBeUndefined();
  });
});
