import { CertctlError } from '@certctl/plugin-api';
import { Migrator } from 'kysely';
import { MIGRATIONS } from './migrations/migrations.js';
import type { Database } from './schema.js';

const TABLE = 'certctl_migration';

/**
 * Brings the tables up to this version.
 * @returns whether the store had tables before.
 * @throws `store_newer` when a later version has changed them already.
 */
export async function migrate(db: Database, where: string): Promise<{ existed: boolean }> {
  const done = await migrationsOf(db);
  refuseNewer(done, where);
  const wanted = Object.keys(MIGRATIONS);
  // What is up to date is not written to, so any number of commands can start at once.
  if (wanted.every((name) => done.includes(name))) return { existed: true };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    // Another process may have migrated in between, and to a later version than this one.
    refuseNewer(await migrationsOf(db), where);
    throw error;
  }
  return { existed: done.length > 0 };
}

function refuseNewer(done: readonly string[], where: string): void {
  const unknown = done.filter((name) => !(name in MIGRATIONS));
  if (unknown.length === 0) return;
  throw new CertctlError(
    'store_newer',
    `the store at ${where} has changes that this version does not know: ${unknown.join(', ')}`,
  );
}

async function migrationsOf(db: Database): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === TABLE)) return [];
  // The migrator's own table is not part of the schema that the rest of the package sees.
  const rows = await db
    .withTables<{ [TABLE]: { name: string } }>()
    .selectFrom(TABLE)
    .select('name')
    .execute();
  return rows.map(({ name }) => name);
}
