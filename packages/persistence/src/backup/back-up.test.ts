import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LocalKeyEncryptionKey } from '../keeper/local-key-encryption-key.js';
import { openPersistence, type Persistence } from '../open-persistence.js';
import { entryOf } from '../testing/journal-entries.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';
import { working } from '../testing/processes.js';
import { tracesOf } from '../testing/traces.js';
import { backUp } from './back-up.js';
import { restoreStore } from './restore-store.js';

const AT = Date.UTC(2026, 10, 20, 3);
const clock = { now: () => AT };
const KEK = new Uint8Array(32).map((_, position) => 100 + position);

let leaf: Issued;
beforeAll(async () => {
  [leaf] = (await issueLeaves(1)) as [Issued];
});

describe('a backup', () => {
  let parent: string;
  let folder: string;
  let away: string;
  let opened: Persistence[] = [];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'certctl-backup-'));
    folder = join(parent, 'data');
    away = join(parent, 'away');
    await mkdir(away);
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
    await rm(parent, { recursive: true });
  });

  async function open(where = folder): Promise<Persistence> {
    const keyEncryptionKey = new LocalKeyEncryptionKey(Uint8Array.from(KEK));
    const store = await openPersistence({ folder: where, keyEncryptionKey, clock: { now: Date.now } });
    opened.push(store);
    return store;
  }

  const file = () => join(away, 'certctl.backup');
  const save = () => backUp({ folder, file: file(), clock });

  it('is one file of mode 0600 that says what is in it', async () => {
    const store = await open();
    await store.journal.open(entryOf('d1'));
    await store.keeper.keepPending('here', leaf, leaf.privateKey(), 'd1');
    const summary = await save();
    expect(summary).toMatchObject({
      file: file(),
      at: AT,
      openEntries: 1,
      keptKeys: 1,
      keyEncryptionKey: new LocalKeyEncryptionKey(KEK).id,
      audit: { intact: true, rows: 0 },
    });
    expect(await readdir(away)).toEqual(['certctl.backup']);
    const { mode, size } = await stat(file());
    expect([mode & 0o777, size]).toEqual([0o600, summary.bytes]);
  });

  it('has no piece of a kept key, nor of the key-encryption key, and gives the kept key back to who has that', async () => {
    const store = await open();
    await store.keeper.keepPending('here', leaf, leaf.privateKey(), 'd1');
    await save();
    const key = leaf.privateKey().pkcs8();
    for (const secret of [key, KEK]) expect(await tracesOf(secret, away)).toEqual([]);
    await writeFile(join(away, 'control'), Buffer.concat([Buffer.from('a'), key]));
    expect(await tracesOf(key, away)).toEqual(['control']);
    const other = join(parent, 'other');
    await restoreStore({ file: file(), folder: other, clock, actor: 'ann' });
    const back = await (await open(other)).keeper.find('here', leaf.leaf.fingerprint);
    expect(back && Buffer.from(back.privateKey.pkcs8()).equals(Buffer.from(key))).toBe(true);
  });

  it('is whole, and an earlier moment, while another process goes on writing', async () => {
    await open();
    const rows = 300;
    const writer = await working({ where: { folder }, task: { do: 'append', name: 'w', rows } });
    const counts: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const { audit } = await backUp({ folder, file: join(away, `${round}`), clock });
      counts.push(audit.intact ? audit.rows : -1);
    }
    expect(await writer.answer).toEqual({ answer: rows });
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0]).toBeGreaterThanOrEqual(0);
    expect(counts[0]).toBeLessThan(rows);
  });

  it('says when the audit chain in it is broken, and is made all the same', async () => {
    const store = await open();
    await store.audit.append({
      ...{ at: 1, event: 'deploy', deploymentId: 'd', actor: 'a', targetId: 't', targetType: 'T' },
      outcome: 'deployed',
    });
    const { sql } = await import('kysely');
    const { openSqlite } = await import('../store/sqlite/open-sqlite.js');
    const backend = await openSqlite({ folder });
    await sql`update audit set row = replace(row, '"a"', '"b"')`.execute(backend.db);
    await backend.close();
    expect((await save()).audit).toEqual({ intact: false, seq: 1, problem: 'changed' });
  });

  it('takes no other file away, and leaves none when it fails', async () => {
    await open();
    await writeFile(file(), 'mine');
    await expect(save()).rejects.toMatchObject({ code: 'backup_exists' });
    expect(await readFile(file(), 'utf8')).toBe('mine');
    expect(await readdir(away)).toEqual(['certctl.backup']);
  });

  it('is of no use of a folder without a store, which stays without one', async () => {
    await expect(save()).rejects.toMatchObject({ code: 'store_unusable' });
    await mkdir(folder, { mode: 0o700 });
    await expect(save()).rejects.toMatchObject({
      code: 'store_unusable',
      message: `there is no store in ${folder}`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['none', 'a/file'])('names the path that cannot be written: %s', async (name) => {
    await open();
    await writeFile(join(away, 'a'), '');
    await chmod(join(away, 'a'), 0o600);
    const failing = backUp({ folder, file: join(away, name, 'x'), clock });
    await expect(failing).rejects.toMatchObject({
      code: 'store_unusable',
      message: expect.stringContaining(name),
    });
  });
});
