import { type Kysely, type Migration, sql } from 'kysely';

interface Tables {
  journal: { id: string; entry: string; closed_at: number | null; owner: string };
}

/**
 * What moves in an entry has columns of its own, and what stays has a table of its own: a step of a deploy is then one
 * statement that writes one page, and not the whole of what the deploy sends and found, read and written anew.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('journal')
    .addColumn('owner', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await schema.alterTable('journal').addColumn('addresses', 'text').execute();
  await schema.alterTable('journal').addColumn('reference', 'text').execute();
  await schema.alterTable('journal').addColumn('revision', 'text').execute();
  await schema.alterTable('journal').addColumn('in_flight_until', 'bigint').execute();
  await ownersOfOpenEntries(db);
  await schema
    .createTable('journal_entry')
    .addColumn('id', 'text', (column) => column.primaryKey().references('journal.id'))
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into journal_entry (id, entry) select id, entry from journal`.execute(db);
  await schema.alterTable('journal').dropColumn('entry').execute();
}

/** Of closed entries nobody is the owner any more. */
async function ownersOfOpenEntries(db: Kysely<unknown>): Promise<void> {
  // The tables are those of the migration before this one, and the column that was added.
  const tables = db as Kysely<Tables>;
  const open = await tables
    .selectFrom('journal')
    .select(['id', 'entry'])
    .where('closed_at', 'is', null)
    .execute();
  for (const { id, entry } of open) {
    await tables
      .updateTable('journal')
      .set({ owner: ownerIn(entry) })
      .where('id', '=', id)
      .execute();
  }
}

/** An entry that cannot be read has no owner, and whoever comes to close it is told so. */
function ownerIn(text: string): string {
  try {
    const owner: unknown = JSON.parse(text)?.entry?.owner;
    return typeof owner === 'string' ? owner : '';
  } catch {
    return '';
  }
}

export const journalMoves: Migration = { up };
