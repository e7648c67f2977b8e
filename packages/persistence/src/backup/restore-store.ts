import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, link, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CertctlError, type Clock, type EpochMs, isCertctlError } from '@certctl/plugin-api';
import { DurableAuditLog } from '../audit/durable-audit-log.js';
import { DurableHolds } from '../record/durable-holds.js';
import { codeOf } from '../store/code-of.js';
import { BACKUP_SETTING } from '../store/schema.js';
import { connectSqlite } from '../store/sqlite/connect-sqlite.js';
import { MARKER } from '../store/sqlite/create-store.js';
import { explainSqlite } from '../store/sqlite/explain-sqlite.js';
import { MINIMUM_FREE_BYTES } from '../store/sqlite/open-sqlite.js';
import { prepareFolder } from '../store/sqlite/prepare-folder.js';
import { toDisk } from '../store/sqlite/to-disk.js';
import { Store } from '../store/store.js';
import { withDraftBeside } from './draft-beside.js';
import { explainFile } from './explain-file.js';
import { type MarkedRestored, markRestored } from './mark-restored.js';
import { type SetAside, setAside } from './set-aside.js';

export interface RestoreOptions {
  /** Written by `backUp`. */
  readonly file: string;
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Who puts it back, for the audit. */
  readonly actor: string;
  /** A store that is there is kept under another name; without this it is not touched. */
  readonly moveAside?: boolean;
  readonly stream?: string;
}

export interface RestoredStore extends MarkedRestored {
  readonly backupAt: EpochMs;
  readonly at: EpochMs;
  /** Where the store is now that was there. */
  readonly movedAside?: string;
}

/**
 * Puts a backup into a folder, in one step: at no moment is there half a store. Every target is on hold
 * afterwards, because what was done since the backup is not in its records.
 *
 * @throws `backup_unusable`, `store_present`, `store_busy` when a process uses the store that is there,
 * `store_newer`, `store_full`, `store_unusable`
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoredStore> {
  const { folder, moveAside = false } = options;
  const from = resolve(options.file);
  const file = await prepareFolder(folder, MINIMUM_FREE_BYTES);
  try {
    if (!moveAside && (await exists(file))) throw storePresent(folder);
    return await withDraftBeside(file, async (draft) => {
      await copyInto(draft, from);
      const store = await openDraft(draft, from);
      try {
        return await replace(file, draft, store, await backupTimeOf(store, from), options);
      } finally {
        await store.close();
      }
    });
  } catch (error) {
    throw explainFile(explainSqlite(error, file), file);
  }
}

async function replace(
  file: string,
  draft: string,
  store: Store,
  backupAt: EpochMs,
  { folder, clock, actor, stream = 'local' }: RestoreOptions,
): Promise<RestoredStore> {
  const at = clock.now();
  const aside = await setAside(file, at, stream);
  let replaced = false;
  try {
    const parts = { holds: new DurableHolds(store), audit: new DurableAuditLog(store, stream) };
    const note = noteOf(aside);
    const marked = await markRestored(store, parts, { backupAt, at, actor, id: randomUUID(), note });
    await store.close();
    await toDisk(draft);
    await aside.clear();
    // Until here the store is the one that was there, from here on the backup. Where there was none, one that
    // was made in between is not overwritten.
    if (aside.path !== undefined) await rename(draft, file);
    else await link(draft, file).catch(unlessPresent(folder));
    replaced = true;
    await toDisk(dirname(file));
    await writeFile(join(folder, MARKER), '{"store":"certctl"}\n', { mode: 0o600 });
    return { backupAt, at, ...marked, ...(aside.path === undefined ? {} : { movedAside: aside.path }) };
  } finally {
    await aside.letGo(replaced);
  }
}

function noteOf({ path, head }: SetAside): string | undefined {
  if (path === undefined) return undefined;
  const end = head ? `, whose audit chain ends at row ${head.seq} with ${head.hash}` : '';
  return `the store that was there is ${path}${end}`;
}

async function copyInto(draft: string, from: string): Promise<void> {
  let source: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe in its place must not hold up the process.
    source = await open(from, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unusable(from, `cannot be read (${codeOf(cause)})`, cause);
  }
  try {
    if (!(await source.stat()).isFile()) throw unusable(from, 'is no file');
    const target = await open(draft, 'r+');
    await pipeline(source.createReadStream({ autoClose: false }), target.createWriteStream());
  } finally {
    await source.close();
  }
}

/** The copy, checked and of this version's schema. What is wrong with it is wrong with the backup. */
async function openDraft(draft: string, from: string): Promise<Store> {
  try {
    return new Store(await connectSqlite(draft, { busyTimeoutMs: 0, alone: true }));
  } catch (error) {
    const known = explainSqlite(error, from);
    if (isCertctlError(known) && known.code === 'store_newer') {
      throw new CertctlError('store_newer', known.message.replace(draft, from), { cause: known });
    }
    if (isCertctlError(known) && known.code === 'store_corrupt') {
      throw unusable(from, known.message.replace(draft, 'it').replace(`${from} `, ''), error);
    }
    throw known;
  }
}

async function backupTimeOf(store: Store, from: string): Promise<EpochMs> {
  const row = await store.read((db) =>
    db.selectFrom('setting').select('value').where('name', '=', BACKUP_SETTING).executeTakeFirst(),
  );
  if (!row) {
    throw unusable(from, 'is a store, and no backup of one: of a file that is in use a copy lacks its log');
  }
  // Only backUp() writes the setting.
  return (JSON.parse(row.value) as { readonly at: EpochMs }).at;
}

function unusable(file: string, problem: string, cause?: unknown): CertctlError {
  return new CertctlError('backup_unusable', `${file} ${problem}`, { cause });
}

function storePresent(folder: string): CertctlError {
  return new CertctlError('store_present', `${folder} holds a store already`);
}

function unlessPresent(folder: string): (error: unknown) => never {
  return (error) => {
    throw codeOf(error) === 'EEXIST' ? storePresent(folder) : error;
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
