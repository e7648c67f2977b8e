import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPersistence } from '../../open-persistence.js';
import { entryOf } from '../../testing/journal-entries.js';
import { type Backend, Store } from '../store.js';
import { openSqlite } from './open-sqlite.js';

let parent: string;
let folder: string;
let file: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certctl-folder-'));
  folder = join(parent, 'data');
  file = join(folder, 'certctl.db');
});
afterEach(async () => await rm(parent, { recursive: true }));

async function made(): Promise<void> {
  await (await openSqlite({ folder })).close();
}

const coded = (code: string, words: string) => ({ code, message: expect.stringContaining(words) });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('the data folder', () => {
  it('is made for its owner alone, and every file in it', async () => {
    const before = process.umask(0);
    try {
      const backend = await openSqlite({ folder });
      expect(await modeOf(folder)).toBe(0o700);
      for (const name of ['certctl.db', 'certctl.db-wal', 'certctl.db-shm', 'store.json']) {
        expect(await modeOf(join(folder, name)), name).toBe(0o600);
      }
      await backend.close();
    } finally {
      process.umask(before);
    }
  });

  it('is not made when its parent is missing', async () => {
    const refused = openSqlite({ folder: join(parent, 'no', 'data') });
    await expect(refused).rejects.toMatchObject(coded('store_unusable', 'its parent does not exist'));
  });

  it.each([0o750, 0o701, 0o777])('is refused with mode %o', async (mode) => {
    await mkdir(folder);
    await chmod(folder, mode);
    await expect(openSqlite({ folder })).rejects.toMatchObject({
      ...coded('store_unusable', 'is open to other users'),
      remedy: expect.stringContaining('chmod 0700'),
    });
  });

  it('is refused when it is a file', async () => {
    await writeFile(folder, '', { mode: 0o600 });
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_unusable', 'is no folder'));
  });

  it('is refused when the store in it is open to others, or lies somewhere else', async () => {
    await made();
    await chmod(file, 0o640);
    await expect(openSqlite({ folder })).rejects.toMatchObject(
      coded('store_unusable', 'is open to other users'),
    );
    await chmod(file, 0o600);
    await rename(file, join(parent, 'elsewhere.db'));
    await symlink(join(parent, 'elsewhere.db'), file);
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_unusable', 'is no file'));
  });

  it('is refused when its disk has less left than is asked for', async () => {
    const refused = openSqlite({ folder, minimumFreeBytes: Number.MAX_SAFE_INTEGER });
    await expect(refused).rejects.toMatchObject(coded('store_full', 'no room left'));
  });
});

describe('the store in the folder', () => {
  it('is refused when it is no database', async () => {
    await made();
    await writeFile(file, 'this is a text, and a long one. '.repeat(500));
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_corrupt', 'SQLITE_NOTADB'));
  });

  it.each([1, 3, 6, 12])('is refused when page %i of it was overwritten', async (page) => {
    await made();
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
    await handle.close();
    await expect(openSqlite({ folder })).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('is refused when it was cut short', async () => {
    await made();
    await truncate(file, 3 * 4_096);
    await expect(openSqlite({ folder })).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('is refused when it was emptied, or is gone: that is no new store', async () => {
    await made();
    await rm(file);
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_corrupt', 'is gone'));
    await writeFile(file, '', { mode: 0o600 });
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_corrupt', 'is empty'));
  });

  it('is all that is left of making it', async () => {
    await Promise.all(Array.from({ length: 4 }, made));
    expect((await readdir(folder)).filter((name) => !/^certctl\.db(?:-wal|-shm)?$/.test(name))).toEqual([
      'store.json',
    ]);
  });

  it('is refused when a later version has changed it, and is left as it is', async () => {
    const { db, close } = await opened();
    await sql`insert into certctl_migration (name, timestamp) values ('9999-later', 'then')`.execute(db);
    await close();
    const before = await readFile(file);
    await expect(openSqlite({ folder })).rejects.toMatchObject(coded('store_newer', '9999-later'));
    expect(await readFile(file)).toEqual(before);
  });

  it('says that the disk is full when it is, and has nothing of what it could not write', async () => {
    const { db, store, close } = await opened();
    await sql`create table filler (text text)`.execute(db);
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    // SQLite answers at this limit as it does when the disk has no room.
    await sql.raw(`pragma max_page_count=${(rows[0]?.page_count ?? 0) + 2}`).execute(db);
    const written = store.write(async (transaction) => {
      await transaction.insertInto('hold').values({ target_id: 'web', hold: '{}' }).execute();
      await sql`insert into filler values (${'x'.repeat(100_000)})`.execute(transaction);
    });
    await expect(written).rejects.toMatchObject(coded('store_full', 'no room left'));
    expect(await store.read((reader) => reader.selectFrom('hold').selectAll().execute())).toEqual([]);
    await close();
  });

  it('says that it is busy when another holds it for longer than is waited, without stopping the process', async () => {
    const { store, close } = await opened();
    const impatient = await openSqlite({ folder, busyTimeoutMs: 200 });
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    await store.write(async () => {
      const refused = new Store(impatient).write(async () => undefined);
      await expect(refused).rejects.toMatchObject(coded('store_busy', 'another process holds'));
    });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(3);
    await impatient.close();
    await close();
  });

  it('lets two of one process write by turns', async () => {
    const options = { folder, clock: { now: Date.now } };
    const [one, two] = [await openPersistence(options), await openPersistence(options)];
    await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        await (number % 2 ? one : two).journal.open(entryOf(`d${number}`));
      }),
    );
    expect(await one.journal.countOpen()).toBe(40);
    await one.close();
    await two.close();
  });

  it('leaves nothing in its log when it is closed, and can be closed twice', async () => {
    const { store, close } = await opened();
    await store.write((db) => db.insertInto('hold').values({ target_id: 'web', hold: '{}' }).execute());
    await close();
    await close();
    expect((await stat(`${file}-wal`).catch(() => ({ size: 0 }))).size).toBe(0);
  });

  it('never damages its file, whatever fails', async () => {
    const { db, close } = await opened();
    const answers = await Promise.all(
      ['synchronous', 'journal_mode', 'secure_delete', 'foreign_keys', 'temp_store'].map(async (name) => {
        const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db);
        return rows[0]?.[name];
      }),
    );
    // NORMAL is 1, what it leaves out LogOnDisk does; MEMORY of temp_store is 2: https://www.sqlite.org/pragma.html
    expect(answers).toEqual([1, 'wal', 1, 1, 2]);
    await close();
  });

  async function opened(): Promise<{ db: Backend['db']; store: Store; close: () => Promise<void> }> {
    const backend = await openSqlite({ folder });
    return { db: backend.db, store: new Store(backend), close: () => backend.close() };
  }
});
