import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Persistence, persistenceOn, type StoreOptions } from '../open-persistence.js';
import { openPostgres, type PostgresOptions } from '../store/postgres/open-postgres.js';
import { openSqlite, type SqliteOptions } from '../store/sqlite/open-sqlite.js';
import type { Backend } from '../store/store.js';
import { testKey } from './test-key.js';

/** An empty database of one test. */
export interface TestDatabase {
  readonly options: SqliteOptions | PostgresOptions;
  open(options?: Partial<StoreOptions>): Promise<Persistence>;
  /** The tables, past everything that guards them. */
  backend(): Promise<Backend>;
  remove(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: string;
  create(): Promise<TestDatabase>;
}

/** A server on which databases may be made, such as postgres://postgres@127.0.0.1:5432/postgres. */
const POSTGRES = process.env.CERTCTL_TEST_POSTGRES;

/** Everything that the tests run on: SQLite always, PostgreSQL where a server is named. */
export const DATABASES: readonly DatabaseKind[] = [
  { name: 'sqlite', create: createSqlite },
  ...(POSTGRES ? [{ name: 'postgres', create: () => createPostgres(POSTGRES) }] : []),
];

async function createSqlite(): Promise<TestDatabase> {
  const parent = await mkdtemp(join(tmpdir(), 'certctl-store-'));
  const options = { folder: join(parent, 'data') };
  return testDatabase(
    options,
    () => openSqlite(options),
    () => rm(parent, { recursive: true }),
  );
}

async function createPostgres(server: string): Promise<TestDatabase> {
  const name = `certctl_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const options = { postgres: url.href, maxConnections: 4 };
  return testDatabase(
    options,
    () => openPostgres(options),
    () => onServer(server, `drop database ${name} with (force)`),
  );
}

function testDatabase(
  options: SqliteOptions | PostgresOptions,
  openBackend: () => Promise<Backend>,
  drop: () => Promise<void>,
): TestDatabase {
  const opened: { close(): Promise<void> }[] = [];
  const remembered = <T extends { close(): Promise<void> }>(made: T): T => {
    opened.push(made);
    return made;
  };
  return {
    options,
    open: async (changes = {}) =>
      remembered(
        await persistenceOn(await openBackend(), {
          clock: { now: Date.now },
          keyEncryptionKey: testKey(1),
          ...changes,
        }),
      ),
    backend: async () => remembered(await openBackend()),
    remove: async () => {
      for (const made of opened) await made.close();
      await drop();
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
