import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeEntry } from '../journal/entry-codec.js';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { entryOf } from '../testing/journal-entries.js';
import type { Database } from './schema.js';

describe.each(DATABASES)('a store of before on $name', ({ create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(async () => await database.remove());

  it('keeps its open entries, their owners, and what they say, when the journal is given its columns', async () => {
    const backend = await database.backend();
    const { db } = backend;
    await asBefore(db, '0002-journal-moves');
    const open = entryOf('d1', { owner: 'd9', phase: 'importing', reference: 'arn', addresses: ['a'] });
    const closed = entryOf('d2', { targetId: 'mail' });
    await sql`insert into journal (id, target_id, phase, opened_at, entry)
      values ('d1', ${open.targetId}, 'importing', 1, ${encodeEntry(open)})`.execute(db);
    await sql`insert into journal (id, target_id, phase, opened_at, closed_at, status, entry)
      values ('d2', 'mail', 'tagging', 1, 2, 'deployed', ${encodeEntry(closed)})`.execute(db);
    await sql`insert into journal_address (address, entry_id) values ('a', 'd1')`.execute(db);
    await backend.close();

    const { journal } = await database.open();
    expect(await journal.openEntries()).toStrictEqual([open]);
    await expect(journal.advance('d1', 'd1', { phase: 'tagging' })).rejects.toMatchObject({
      code: 'lease_lost',
    });
    await journal.advance('d1', 'd9', { phase: 'tagging' });
    expect(await journal.adopt('d1', 'd10')).toStrictEqual({ ...open, owner: 'd10', phase: 'tagging' });
    expect(await journal.ended('d2')).toMatchObject({
      status: 'deployed',
      entry: { ...closed, phase: 'tagging' },
    });
  });
});

/** Undoes a migration, as far as the tables show it. */
async function asBefore(db: Database, migration: string): Promise<void> {
  await sql`drop table journal_entry`.execute(db);
  await sql`alter table journal add column entry text not null default ''`.execute(db);
  for (const column of ['owner', 'addresses', 'reference', 'revision', 'in_flight_until']) {
    await sql`alter table journal drop column ${sql.ref(column)}`.execute(db);
  }
  await sql`delete from certctl_migration where name = ${migration}`.execute(db);
}
