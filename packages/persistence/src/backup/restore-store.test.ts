import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditRow } from '@certctl/engine';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPersistence, type Persistence } from '../open-persistence.js';
import { openSqlite } from '../store/sqlite/open-sqlite.js';
import { entryOf } from '../testing/journal-entries.js';
import { working } from '../testing/processes.js';
import { testKey } from '../testing/test-key.js';
import { backUp } from './back-up.js';
import { type RestoreOptions, restoreStore } from './restore-store.js';

const BACKUP_AT = Date.UTC(2026, 10, 20, 3);
const RESTORED_AT = Date.UTC(2026, 10, 21, 4, 5, 6);

let parent: string;
let source: string;
let folder: string;
let file: string;
let opened: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certctl-restore-'));
  source = join(parent, 'source');
  folder = join(parent, 'data');
  file = join(parent, 'backup');
});
afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  await rm(parent, { recursive: true });
});

async function open(where: string): Promise<Persistence> {
  const store = await openPersistence({
    folder: where,
    keyEncryptionKey: testKey(1),
    clock: { now: Date.now },
  });
  opened.push(store);
  return store;
}

async function saved(prepare: (store: Persistence) => Promise<void> = async () => {}): Promise<void> {
  await prepare(await open(source));
  await backUp({ folder: source, file, clock: { now: () => BACKUP_AT } });
}

const restore = (more: Partial<RestoreOptions> = {}) =>
  restoreStore({ file, folder, clock: { now: () => RESTORED_AT }, actor: 'ann', ...more });

/** A store with one row of audit, that no process has ever had open: the driver closes files late. */
async function another(): Promise<void> {
  const made = join(parent, 'made');
  const { audit, close } = await openPersistence({ folder: made, clock: { now: Date.now } });
  await audit.append(rowOf('there'));
  await close();
  await mkdir(folder, { mode: 0o700 });
  for (const name of ['certctl.db', 'store.json']) await copyFile(join(made, name), join(folder, name));
}

function rowOf(targetId: string): AuditRow {
  const who = { deploymentId: 'd', actor: 'a', targetId, targetType: 'T' };
  return { ...who, at: 1, event: 'deploy', outcome: 'deployed' };
}

/** What came of it, so that a test that finds the wrong thing fails by what it asserts. */
const outcomeOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

const auditOf = async (store: Persistence) => (await store.audit.list({ limit: 9 })).map((row) => row.event);

describe('a restored store', () => {
  it('has what the backup had, in one file of mode 0600, and makes its folder', async () => {
    await saved(async (store) => {
      await store.addressBook.record({ targetId: 'web', address: 'here', reference: 'arn' });
    });
    expect(await restore()).toEqual({ backupAt: BACKUP_AT, at: RESTORED_AT, openEntries: 0 });
    expect((await stat(join(folder, 'certctl.db'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['certctl.db', 'store.json']);
    const store = await open(folder);
    expect(await store.addressBook.referenceOf('web')).toBe('arn');
  });

  it('has every target on hold, known or not, each until it is released', async () => {
    await saved();
    await restore();
    const { holds } = await open(folder);
    for (const targetId of ['web', 'never seen']) {
      expect(await holds.restored(targetId)).toEqual({ targetId, backupAt: BACKUP_AT, since: RESTORED_AT });
    }
    expect(await holds.releaseRestored('web')).toBe(true);
    expect(await holds.releaseRestored('web')).toBe(false);
    expect(await holds.restored('web')).toBeUndefined();
    expect(await holds.restored('never seen')).toBeDefined();
    expect(await holds.releaseAllRestored()).toBe(true);
    expect(await holds.releaseAllRestored()).toBe(false);
    expect(await holds.restored('never seen')).toBeUndefined();
  });

  it('has nobody released that was released before it was backed up', async () => {
    await saved(async (store) => {
      await store.markRestored({ backupAt: 1, actor: 'bob' });
      await store.holds.releaseRestored('web');
    });
    await restore();
    expect(await (await open(folder)).holds.restored('web')).toMatchObject({ backupAt: BACKUP_AT });
  });

  it('closes what was under way by looking alone, and has no leases', async () => {
    await saved(async (store) => {
      await store.journal.open(entryOf('d1'));
      await store.leases.acquire('address of d1', 'd1', 2 ** 40);
    });
    expect(await restore()).toMatchObject({ openEntries: 1 });
    const { journal, leases } = await open(folder);
    expect(await journal.findOpen({ addresses: ['address of d1'], targetId: '' })).toEqual({
      ...entryOf('d1'),
      fromBackup: BACKUP_AT,
    });
    expect(await leases.acquire('address of d1', 'd2', 1_000)).toMatchObject({ lease: { fence: 2 } });
  });

  it('tells of it in its audit chain, which goes on from the backup', async () => {
    await saved(async (store) => {
      await store.holds.put({
        ...{ targetId: 'web', fingerprint: 'f', notBefore: 1, since: 2, deploymentId: 'd', reason: 'r' },
      });
      await store.audit.append(rowOf('web'));
    });
    await restore();
    const { audit, holds } = await open(folder);
    expect(await audit.verify()).toMatchObject({ intact: true, rows: 2 });
    const rows = await audit.list({ targetId: 'web', limit: 9 });
    expect(rows.map(({ event }) => event)).toEqual(['restore-store', 'deploy']);
    expect(rows[0]).toMatchObject({
      at: RESTORED_AT,
      actor: 'ann',
      targetId: '*',
      note: 'records of a backup of 2026-11-20T03:00:00.000Z',
    });
    expect(await holds.get('web')).toMatchObject({ reason: 'r' });
  });

  it('can be backed up, and that backup restored', async () => {
    await saved();
    await restore();
    const again = join(parent, 'again');
    await backUp({ folder, file: again, clock: { now: () => RESTORED_AT + 1 } });
    await restore({ file: again, folder: join(parent, 'third') });
    const store = await open(join(parent, 'third'));
    expect(await auditOf(store)).toEqual(['restore-store', 'restore-store']);
    expect(await store.holds.restored('web')).toMatchObject({ backupAt: RESTORED_AT + 1 });
  });
});

describe('a store that is there', () => {
  it('is left as it is', async () => {
    await saved();
    await another();
    const before = await readFile(join(folder, 'certctl.db'));
    await expect(restore()).rejects.toMatchObject({ code: 'store_present' });
    expect(await readFile(join(folder, 'certctl.db'))).toEqual(before);
  });

  it('is kept under another name when it is moved aside, and the audit says where its chain ended', async () => {
    await saved();
    await another();
    const { movedAside } = await restore({ moveAside: true });
    expect(movedAside).toBe(join(folder, 'certctl.db.before-20261121T040506Z'));
    expect((await readdir(folder)).sort()).toEqual([
      'certctl.db',
      'certctl.db.before-20261121T040506Z',
      'store.json',
    ]);
    const old = new Libsql(movedAside ?? '');
    const head: unknown = old.prepare('select hash from audit_head').get();
    old.close();
    const [row] = await (await open(folder)).audit.list({ limit: 1 });
    expect(row?.note).toContain(`${movedAside}, whose audit chain ends at row 1 with ${Object(head).hash}`);
  });

  it('is not touched while a process has it open', async () => {
    await saved();
    const other = await working({ where: { folder }, task: { do: 'stay' } }, 'staying');
    try {
      expect(await outcomeOf(restore({ moveAside: true }))).toMatchObject({
        code: 'store_busy',
        message: expect.stringContaining('a process uses the store'),
      });
      expect((await readdir(folder)).filter((name) => name.includes('before'))).toEqual([]);
    } finally {
      other.kill();
      await other.answer;
    }
    expect(await restore({ moveAside: true })).toHaveProperty('movedAside');
  });

  it('can be damaged: it is kept with its log, which is not read into the store that takes its place', async () => {
    await saved();
    await another();
    await writeFile(join(folder, 'certctl.db'), 'no database, and long enough to be read. '.repeat(200));
    await writeFile(join(folder, 'certctl.db-wal'), 'a log', { mode: 0o600 });
    const { movedAside } = await restore({ moveAside: true });
    expect(await readFile(`${movedAside}-wal`, 'utf8')).toBe('a log');
    expect(await auditOf(await open(folder))).toEqual(['restore-store']);
  });

  it('may be gone, where only its mark is left', async () => {
    await saved();
    await another();
    await rm(join(folder, 'certctl.db'));
    await restore();
    expect(await auditOf(await open(folder))).toEqual(['restore-store']);
  });

  it('may be gone, with its log left: that is not read into the restored one', async () => {
    await saved();
    const running = await open(join(parent, 'running'));
    for (let row = 0; row < 20; row += 1) await running.audit.append(rowOf('there'));
    await mkdir(folder, { mode: 0o700 });
    for (const name of ['certctl.db-wal', 'store.json']) {
      await copyFile(join(parent, 'running', name), join(folder, name));
    }
    await restore();
    const verified = open(folder).then(({ audit }) => audit.verify());
    expect(await outcomeOf(verified)).toMatchObject({ intact: true, rows: 1 });
  });

  it('is there, or the restored one is, whenever a restore is killed', async () => {
    await saved();
    await another();
    let restores = 0;
    for (const [round, killedAfterMs] of [0, 30, 90, 270, 60_000].entries()) {
      const child = await working({ where: { folder }, task: { do: 'restore', file } });
      // The last one comes to its end.
      await Promise.race([child.answer, sleep(killedAfterMs, undefined, { ref: false })]);
      child.kill();
      await child.answer;
      // A copy is looked at: this process would keep the file itself open, and the next restore out.
      const copy = join(parent, `copy ${round}`);
      await cp(folder, copy, { recursive: true });
      await chmod(copy, 0o700);
      expect(await (await open(copy)).audit.verify()).toMatchObject({ intact: true, rows: 1 });
      restores = (await readdir(folder)).filter((name) => name.includes('.before-')).length;
    }
    expect(restores).toBeGreaterThan(0);
  }, 120_000);
});

describe('a file that is no backup', () => {
  const refused = (said: string) => ({
    code: 'backup_unusable',
    message: expect.stringMatching(new RegExp(`^${file} .*${said}`)),
  });

  it.each([
    ['nothing', async () => {}, 'ENOENT'],
    ['a text', async () => writeFile(file, 'a text, and a long one. '.repeat(500)), 'SQLITE_NOTADB'],
    ['an empty file', async () => writeFile(file, ''), 'has no tables'],
    ['a copy of a store', async () => saved().then(() => copyOfTheStore()), 'no backup of one'],
    ['one that was cut short', async () => saved().then(() => truncate(file, 20 * 4_096)), 'damaged'],
  ])('is refused: %s', async (_, prepare, said) => {
    await prepare();
    expect(await outcomeOf(restore())).toMatchObject(refused(said));
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused when it is a folder', async () => {
    await expect(restore({ file: parent })).rejects.toMatchObject({
      code: 'backup_unusable',
      message: `${parent} is no file`,
    });
  });

  it('is refused when any page of it was overwritten', async () => {
    await saved();
    const whole = await readFile(file);
    for (let page = 0; page * 4_096 < whole.length; page += 1) {
      await writeFile(
        file,
        Buffer.concat([
          whole.subarray(0, page * 4_096),
          Buffer.alloc(4_096, 0xa5),
          whole.subarray((page + 1) * 4_096),
        ]),
      );
      await expect(restore(), `page ${page}`).rejects.toMatchObject({ code: 'backup_unusable' });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused when a later version wrote it', async () => {
    const backend = await openSqlite({ folder: source });
    await sql`insert into certctl_migration (name, timestamp) values ('9999-later', 'then')`.execute(
      backend.db,
    );
    await sql`insert into setting (name, value) values ('backup', '{"at":1}')`.execute(backend.db);
    await sql`vacuum into ${file}`.execute(backend.db);
    await backend.close();
    await expect(restore()).rejects.toMatchObject({
      code: 'store_newer',
      message: expect.stringContaining(file),
    });
  });

  async function copyOfTheStore(): Promise<void> {
    const backend = await openSqlite({ folder: source });
    await rm(file);
    await sql`vacuum into ${file}`.execute(backend.db);
    await backend.close();
  }
});
