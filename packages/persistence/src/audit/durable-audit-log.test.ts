import type { AuditRow } from '@certctl/engine';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Persistence } from '../open-persistence.js';
import type { Database } from '../store/schema.js';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { entryOf } from '../testing/journal-entries.js';
import { hashOf } from './audit-chain.js';

function rowOf(number: number): AuditRow {
  return {
    at: 1_800_000_000_000 + number,
    event: 'deploy',
    deploymentId: `d${number}`,
    actor: 'somebody',
    targetId: number % 2 ? 'odd' : 'even',
    targetType: 'AWSACM',
    outcome: 'deployed',
  };
}

describe.each(DATABASES)('the audit log on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Persistence;
  let tables: Database;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
    for (const number of [1, 2, 3, 4]) await store.audit.append(rowOf(number));
    tables = (await database.backend()).db;
  });
  afterEach(async () => await database.remove());

  const broken = (seq: number, problem: string) => ({ intact: false, seq, problem });

  it('gives rows back, newest first, of a target or of a deployment', async () => {
    const { audit } = store;
    expect(await audit.list({ limit: 2 })).toEqual([rowOf(4), rowOf(3)]);
    expect(await audit.list({ targetId: 'odd', limit: 9 })).toEqual([rowOf(3), rowOf(1)]);
    expect(await audit.list({ deploymentId: 'd2', limit: 9 })).toEqual([rowOf(2)]);
    expect(await audit.list({ targetId: 'odd', deploymentId: 'd2', limit: 9 })).toEqual([]);
  });

  it('is intact when nobody touched it, empty or not, and says where its head is', async () => {
    expect(await store.audit.verify()).toMatchObject({
      intact: true,
      rows: 4,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const other = await database.open({ stream: 'another' });
    expect(await other.audit.verify()).toMatchObject({ intact: true, rows: 0 });
  });

  it('goes on where another process stopped, and a stream has nothing of another', async () => {
    const same = await database.open();
    await same.audit.append(rowOf(5));
    const other = await database.open({ stream: 'another' });
    await other.audit.append(rowOf(6));
    expect(await store.audit.verify()).toMatchObject({ intact: true, rows: 5 });
    expect(await other.audit.list({ limit: 9 })).toEqual([rowOf(6)]);
  });

  it('follows more rows than it reads at once', async () => {
    await store.together(async () => {
      for (let number = 5; number <= 1_001; number += 1) await store.audit.append(rowOf(number));
    });
    expect(await store.audit.verify()).toMatchObject({ intact: true, rows: 1_001 });
    await tables.deleteFrom('audit').where('seq', '=', 501).execute();
    expect(await store.audit.verify()).toEqual(broken(501, 'missing'));
  });

  it('finds a row whose words were changed', async () => {
    await sql`update audit set row = replace(row, 'somebody', 'nobody') where seq = 2`.execute(tables);
    expect(await store.audit.verify()).toEqual(broken(2, 'changed'));
  });

  it('finds a row that was changed together with its own hash', async () => {
    const row = JSON.stringify({ ...rowOf(2), actor: 'nobody' });
    const { previous } = await tables
      .selectFrom('audit')
      .select('previous')
      .where('seq', '=', 2)
      .executeTakeFirstOrThrow();
    const hash = hashOf({ stream: 'local', seq: 2, previous, row });
    await tables.updateTable('audit').set({ row, hash }).where('seq', '=', 2).execute();
    expect(await store.audit.verify()).toEqual(broken(3, 'changed'));
  });

  it('finds a column that leads look-ups astray', async () => {
    await tables.updateTable('audit').set({ target_id: 'even' }).where('seq', '=', 3).execute();
    expect(await store.audit.verify()).toEqual(broken(3, 'changed'));
  });

  it.each([1, 3, 4])('finds that row %i was taken out', async (seq) => {
    await tables.deleteFrom('audit').where('seq', '=', seq).execute();
    expect(await store.audit.verify()).toEqual(broken(seq, 'missing'));
  });

  it('finds rows that changed places', async () => {
    for (const [from, to] of [
      [2, 99],
      [3, 2],
      [99, 3],
    ] as const) {
      await tables.updateTable('audit').set({ seq: to }).where('seq', '=', from).execute();
    }
    expect(await store.audit.verify()).toEqual(broken(2, 'changed'));
  });

  it('finds a head that names another row', async () => {
    await tables
      .updateTable('audit_head')
      .set({ hash: 'f'.repeat(64) })
      .execute();
    expect(await store.audit.verify()).toEqual(broken(4, 'head'));
  });

  it('finds a row behind its head', async () => {
    const { hash } = await tables
      .selectFrom('audit')
      .select('hash')
      .where('seq', '=', 3)
      .executeTakeFirstOrThrow();
    await tables.updateTable('audit_head').set({ seq: 3, hash }).execute();
    expect(await store.audit.verify()).toEqual(broken(3, 'head'));
  });

  it('finds a head that was set back, and one that was set forward', async () => {
    await tables.updateTable('audit_head').set({ seq: 3 }).execute();
    expect(await store.audit.verify()).toEqual(broken(3, 'head'));
    await tables.updateTable('audit_head').set({ seq: 5 }).execute();
    expect(await store.audit.verify()).toEqual(broken(5, 'missing'));
  });

  it('is written together with the end of the journal entry, or not at all', async () => {
    await store.journal.open(entryOf('d9'));
    const end = async () => {
      await store.journal.close('d9', 'd9', 'deployed', 1);
      await store.audit.append(rowOf(9));
    };
    await expect(
      store.together(async () => {
        await end();
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await store.journal.countOpen()).toBe(1);
    expect(await store.audit.list({ deploymentId: 'd9', limit: 1 })).toEqual([]);
    await store.together(end);
    expect(await store.journal.countOpen()).toBe(0);
    expect(await store.audit.verify()).toMatchObject({ intact: true, rows: 5 });
  });
});
