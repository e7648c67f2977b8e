import { access, link, rm } from 'node:fs/promises';
import { CertctlError, type EpochMs } from '@certctl/plugin-api';
import Libsql from 'libsql';
import { codeOf } from '../store/code-of.js';
import { sqliteCode } from '../store/sqlite/while-busy.js';

/** What was at the place of a store, under a second name. */
export interface SetAside {
  /** Undefined when there was no store. */
  readonly path?: string;
  /** Where its audit chain ends, where that could be read. */
  readonly head?: { readonly seq: number; readonly hash: string };
  /** Takes away what would be read as belonging to the store that takes its place. */
  clear(): Promise<void>;
  /** @param replaced whether the other store took its place; otherwise it keeps its one name */
  letGo(replaced: boolean): Promise<void>;
}

const WAIT_MS = 1_000;

/**
 * Gives a store a second name, and keeps every other process out of it until it is let go. A process that has
 * it open would go on writing where nobody looks, and would take away the log of the store that comes.
 *
 * @throws `store_busy` when a process has it open
 */
export async function setAside(file: string, at: EpochMs, stream: string): Promise<SetAside> {
  const aside = `${file}.before-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const isThere = await named(file);
  let held: Held | undefined;
  try {
    // Before it is opened, because a log that does not belong to it is taken away then.
    if (isThere) await link(file, aside);
    if (await named(`${file}-wal`)) await link(`${file}-wal`, `${aside}-wal`);
    held = isThere ? hold(file, stream) : undefined;
    // The log of a store that can be opened is part of it by now.
    if (held) await rm(`${aside}-wal`, { force: true });
  } catch (error) {
    held?.database.close();
    for (const end of ['', '-wal']) await rm(aside + end, { force: true });
    throw error;
  }
  return {
    ...(isThere ? { path: aside } : {}),
    ...(held?.head ? { head: held.head } : {}),
    clear: async () => {
      for (const end of ['-wal', '-shm']) await rm(file + end, { force: true });
    },
    letGo: async (replaced) => {
      if (held) {
        held.database.exec('rollback');
        held.database.close();
      }
      if (!replaced) for (const end of ['', '-wal']) await rm(aside + end, { force: true });
    },
  };
}

interface Held {
  readonly database: Libsql.Database;
  readonly head?: SetAside['head'];
}

/** The store, locked against all others; undefined when it is damaged, so that nobody can use it anyway. */
function hold(file: string, stream: string): Held | undefined {
  const database = new Libsql(file);
  try {
    database.exec(`pragma busy_timeout=${WAIT_MS}`);
    // Leaving this mode takes the log into the file, and is refused while anybody else has it open. Executed,
    // not prepared: the driver keeps a file open as long as it remembers a statement.
    database.exec('pragma journal_mode=DELETE');
    database.exec('begin exclusive');
    const head = headOf(database, stream);
    return { database, ...(head ? { head } : {}) };
  } catch (error) {
    database.close();
    if (/^SQLITE_(?:BUSY|LOCKED)/.test(sqliteCode(error) ?? '')) {
      throw new CertctlError('store_busy', `a process uses the store that is in the way, ${file}`, {
        remedy: 'Stop every certctl that uses the data folder, and restore again.',
        cause: error,
      });
    }
    if (sqliteCode(error) === undefined) throw error;
    return undefined;
  }
}

function headOf(database: Libsql.Database, stream: string): SetAside['head'] | undefined {
  try {
    const row: unknown = database.prepare('select seq, hash from audit_head where stream = ?').get(stream);
    if (typeof row !== 'object' || row === null || !('seq' in row) || !('hash' in row)) return undefined;
    return { seq: Number(row.seq), hash: String(row.hash) };
  } catch {
    // Another schema, or none: there is no head to tell.
    return undefined;
  }
}

async function named(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
