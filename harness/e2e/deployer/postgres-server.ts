import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

/** Where Debian's packages put each version. */
const VERSIONS = '/usr/lib/postgresql';
const STARTING_MS = 30_000;
const USER = 'postgres';

/** A server of its own on 127.0.0.1, with its data in a temporary folder. */
export interface PostgresServer {
  /** Of its own database, from which others can be made. */
  readonly url: string;
  /** Makes an empty database. @returns its URL */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Says in one line what is missing, and how to get it. */
export class PostgresMissing extends Error {}

/** @throws PostgresMissing */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await programsFolder();
  const owner = await ownerOfData();
  const data = await mkdtemp(join(tmpdir(), 'certctl-postgres-'));
  if (owner) await chown(data, owner.uid, owner.gid);
  const initialise = ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-sync'];
  await promisify(execFile)(join(programs, 'initdb'), initialise, { ...owner, cwd: data });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`, 'max_connections=200'];
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: data, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    // Fast: whoever is still connected is cut off.
    server.kill('SIGINT');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres`;
  try {
    await answering(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, database: (name) => createDatabase(url, name), stop };
}

/** Makes an empty database on a server. @returns its URL */
export async function createDatabase(server: string, name: string): Promise<string> {
  await onServer(server, `create database "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function programsFolder(): Promise<string> {
  const versions = await readdir(VERSIONS).catch((): string[] => []);
  const [newest] = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
  if (newest !== undefined) return join(VERSIONS, newest, 'bin');
  throw new PostgresMissing(`PostgreSQL is missing (nothing in ${VERSIONS}): apt-get install postgresql`);
}

/** The server refuses to run as root, and takes data only from the one it belongs to. */
async function ownerOfData(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => {
    const { stdout } = await promisify(execFile)('id', [flag, USER]).catch(() => {
      throw new PostgresMissing(`the user ${USER} is missing: apt-get install postgresql`);
    });
    return Number(stdout);
  };
  return { uid: await id('-u'), gid: await id('-g') };
}

async function answering(url: string): Promise<void> {
  const until = Date.now() + STARTING_MS;
  for (;;) {
    try {
      return await onServer(url, 'select 1');
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(100);
    }
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
