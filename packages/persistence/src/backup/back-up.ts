import { access, link, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CertctlError, type Clock, type EpochMs } from '@certctl/plugin-api';
import { sql } from 'kysely';
import { verifyStream } from '../audit/verify-stream.js';
import type { KeyCheck } from '../keeper/active-key.js';
import { BACKUP_SETTING, KEY_SETTING } from '../store/schema.js';
import { connectSqlite } from '../store/sqlite/connect-sqlite.js';
import { MARKER } from '../store/sqlite/create-store.js';
import { explainSqlite } from '../store/sqlite/explain-sqlite.js';
import { openSqlite } from '../store/sqlite/open-sqlite.js';
import { STORE_FILE } from '../store/sqlite/prepare-folder.js';
import { toDisk } from '../store/sqlite/to-disk.js';
import { Store } from '../store/store.js';
import { withDraftBeside } from './draft-beside.js';
import { explainFile } from './explain-file.js';

export interface BackupOptions {
  readonly folder: string;
  /** Made with mode 0600; its folder must exist, and the file must not. */
  readonly file: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Whose audit chain is verified in the copy. */
  readonly stream?: string;
}

/** What a backup holds, read from the backup itself. */
export interface BackupSummary {
  readonly file: string;
  readonly bytes: number;
  readonly at: EpochMs;
  readonly openEntries: number;
  readonly keptKeys: number;
  /** Without this key nobody opens the kept keys; undefined when none were ever kept. */
  readonly keyEncryptionKey?: string;
  readonly audit: Awaited<ReturnType<typeof verifyStream>>;
}

/**
 * Copies the store of a folder into one file while others go on writing: what was committed when it began is
 * in it, whole. Kept keys are in it sealed; the key-encryption key is not.
 *
 * @throws `store_unusable`, `store_newer`, `store_corrupt`, `store_full`, `store_busy`, `backup_exists`
 */
export async function backUp(options: BackupOptions): Promise<BackupSummary> {
  const { folder, clock, stream = 'local' } = options;
  const file = resolve(options.file);
  await refuseWithoutStore(folder);
  try {
    await refuseExisting(file);
    return await withDraftBeside(file, async (draft) => {
      const at = clock.now();
      await copyStore(folder, draft);
      const summary = await stamped(draft, at, stream);
      await toDisk(draft);
      // Not a rename, which would take the place of a file that came there in between.
      await link(draft, file);
      await toDisk(dirname(file));
      return { file, bytes: (await stat(file)).size, at, ...summary };
    });
  } catch (error) {
    throw explainFile(explainSqlite(error, file), file);
  }
}

async function copyStore(folder: string, draft: string): Promise<void> {
  // A store whose disk is nearly full is one that should be saved.
  const backend = await openSqlite({ folder, minimumFreeBytes: 0 });
  try {
    await backend.reading(() => sql`vacuum into ${draft}`.execute(backend.db));
  } finally {
    await backend.close();
  }
}

/** Checks the copy, and writes into it when it was made. */
async function stamped(
  draft: string,
  at: EpochMs,
  stream: string,
): Promise<Omit<BackupSummary, 'file' | 'bytes' | 'at'>> {
  const store = new Store(await connectSqlite(draft, { busyTimeoutMs: 0, alone: true }));
  try {
    const value = JSON.stringify({ at });
    const counts = await store.write(async (db) => {
      await db.insertInto('setting').values({ name: BACKUP_SETTING, value }).execute();
      return await db
        .selectNoFrom((select) => [
          select
            .selectFrom('journal')
            .select((of) => of.fn.countAll().as('n'))
            .where('closed_at', 'is', null)
            .as('open'),
          select
            .selectFrom('kept_key')
            .select((of) => of.fn.countAll().as('n'))
            .as('kept'),
          select.selectFrom('setting').select('value').where('name', '=', KEY_SETTING).as('key'),
        ])
        .executeTakeFirstOrThrow();
    });
    // Only the migration, which writes null, and the keeper write this setting.
    const key = JSON.parse(counts.key ?? 'null') as KeyCheck | null;
    return {
      openEntries: Number(counts.open),
      keptKeys: Number(counts.kept),
      ...(key ? { keyEncryptionKey: key.id } : {}),
      audit: await verifyStream(store, stream),
    };
  } finally {
    await store.close();
  }
}

/** Opening a folder makes a store where there is none, and an empty backup would be worse than no backup. */
async function refuseWithoutStore(folder: string): Promise<void> {
  // Where one is gone, that is what opening says.
  const signs = [STORE_FILE, MARKER].map((name) => access(join(folder, name)));
  if ((await Promise.allSettled(signs)).some(({ status }) => status === 'fulfilled')) return;
  throw new CertctlError('store_unusable', `there is no store in ${folder}`, {
    remedy: 'Name the data folder that deploys use.',
  });
}

async function refuseExisting(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there) throw new CertctlError('backup_exists', `${file} is there already`);
}
