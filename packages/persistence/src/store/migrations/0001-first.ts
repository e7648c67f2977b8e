import { type Kysely, type Migration, sql } from 'kysely';

/** A migration sees the tables as they were then, so it is not given the schema of today. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('journal')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('target_id', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('status', 'text')
    .addColumn('entry', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('journal_open_target')
    .unique()
    .on('journal')
    .column('target_id')
    .where(sql.ref('closed_at'), 'is', null)
    .execute();
  await db.schema
    .createTable('journal_address')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('entry_id', 'text', (column) => column.notNull().references('journal.id'))
    .execute();
  await db.schema.createIndex('journal_target').on('journal').columns(['target_id', 'closed_at']).execute();
  await db.schema.createIndex('journal_address_entry').on('journal_address').column('entry_id').execute();
  await db.schema
    .createTable('lease')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kept_key')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('serial', 'text', (column) => column.notNull())
    .addColumn('not_after', 'bigint', (column) => column.notNull())
    .addColumn('deployment_id', 'text', (column) => column.notNull())
    .addColumn('wrapped_by', 'text')
    .addColumn('wrapped_key', 'text')
    .addColumn('sealed', 'text')
    .addUniqueConstraint('kept_key_role', ['address', 'role'])
    .execute();
  await recordTables(db);
}

async function recordTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('target_reference')
    .addColumn('target_id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('committed_address')
    .addColumn('target_id', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('committed_address_key', ['target_id', 'address'])
    .execute();
  await db.schema
    .createTable('hold')
    .addColumn('target_id', 'text', (column) => column.primaryKey())
    .addColumn('hold', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('restore_release')
    .addColumn('target_id', 'text', (column) => column.primaryKey())
    .execute();
  await db.schema
    .createTable('deployment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('target_id', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('deployment_target')
    .on('deployment')
    .columns(['target_id', 'started_at'])
    .execute();
  await db.schema
    .createTable('compromised_leaf')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('public_key', 'text')
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('compromised_key').on('compromised_leaf').column('public_key').execute();
  await db.schema
    .createTable('audit')
    .addColumn('stream', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('target_id', 'text', (column) => column.notNull())
    .addColumn('deployment_id', 'text', (column) => column.notNull())
    .addColumn('row', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_key', ['stream', 'seq'])
    .execute();
  await db.schema.createIndex('audit_target').on('audit').column('target_id').execute();
  await db.schema.createIndex('audit_deployment').on('audit').column('deployment_id').execute();
  await db.schema
    .createTable('audit_head')
    .addColumn('stream', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('quota_use')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('quota_use_counted')
    .on('quota_use')
    .columns(['scope', 'operation', 'until'])
    .execute();
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  // A row that is always there can be locked, so that two first processes cannot both choose a key.
  await sql`insert into setting (name, value) values ('key_encryption_key', 'null')`.execute(db);
}

export const first: Migration = { up };
