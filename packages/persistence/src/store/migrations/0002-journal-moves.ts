import { type Kysely, type Migration, sql } from 'kysely';

interface Before {
  journal: { id: string; entry: string; closed_at: number | null };
}

interface After {
  journal: Before['journal'] & { owner: string };
}

/**
 * What moves in an entry has columns of its own: a step of a deploy is then one short statement, and not the whole
 * of what it sends and found, read and written anew.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('journal')
    .addColumn('owner', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema.alterTable('journal').addColumn('addresses', 'text').execute();
  await db.schema.alterTable('journal').addColumn('reference', 'text').execute();
  await db.schema.alterTable('journal').addColumn('revision', 'text').execute();
  await db.schema.alterTable('journal').addColumn('in_flight_until', 'bigint').execute();
  // Of closed entries nobody is the owner any more.
  const open = await withTables<Before>(db)
    .selectFrom('journal')
    .select(['id', 'entry'])
    .where(sql.ref('closed_at'), 'is', null)
    .execute();
  for (const { id, entry } of open) {
    await withTables<After>(db)
      .updateTable('journal')
      .set({ owner: ownerIn(entry) })
      .where('id', '=', id)
      .execute();
  }
}

function withTables<Tables>(db: Kysely<unknown>): Kysely<Tables> {
  // The tables are those of the migrations before this one.
  return db as Kysely<Tables>;
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
