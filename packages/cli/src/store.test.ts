import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

const MINUTE = 60_000;

/** What the disk of the data folder is like; a test that runs as root can make no folder read-only. */
const disk = vi.hoisted(() => ({ full: false, readOnly: false }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    statfs: async (path: string) => ({ ...(await real.statfs(path)), ...(disk.full ? { bavail: 8 } : {}) }),
    access: async (path: string, mode?: number) => {
      if (disk.readOnly && mode !== undefined && (mode & real.constants.W_OK) !== 0) {
        throw Object.assign(new Error('read-only file system'), { code: 'EROFS', syscall: 'access' });
      }
      return real.access(path, mode);
    },
  };
});

let shop: Workshop;
/** A data folder for each test. */
let data = '';
let number = 0;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});
beforeEach(() => {
  shop.emulator.reset();
  Object.assign(disk, { full: false, readOnly: false });
  number += 1;
  data = join(shop.folder, `data-${number}`);
});

const cli = (...argv: string[]) =>
  runCli(argv, {
    env: {
      CERTCTL_ALLOW_ENDPOINTS: '1',
      CERTCTL_DATA: data,
      CERTCTL_KEY_FILE: join(shop.folder, 'kek'),
    },
  });
const json = async (...argv: string[]) => JSON.parse((await cli(...argv, '--json')).stdout);

async function leafOf(name: string, minutesOld: number): Promise<string[]> {
  const notBefore = Math.floor((Date.now() - minutesOld * MINUTE) / 1000) * 1000;
  return shop.words(name, await shop.issue({ notBefore }));
}

const file = () => ['-f', shop.targets()];

describe('a backup and its restore', () => {
  it('put every target on hold, for newer certificates too, until somebody releases it', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    const backup = join(shop.folder, `b-${number}`);
    const saved = await cli('backup', backup);
    expect(saved).toMatchObject({ code: 0, stderr: '' });
    expect(saved.stdout).toMatch(/^BACKED UP .*\n\n.*audit +1 row, intact/s);
    expect(saved.stdout).toContain('kept keys  1, sealed under');
    // The truth goes on.
    expect((await cli('deploy', ...file(), ...(await leafOf('two', 50)))).code).toBe(0);
    const head: string = (await json('audit', 'verify')).head;

    expect(await cli('restore', backup)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^certctl: store_present: .*--move-aside/),
    });
    const old = data;
    data = join(shop.folder, `restored-${number}`);
    const restored = await cli('restore', backup);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toContain('certctl plan --all -f targets.yaml');

    const newer = await leafOf('three', 40);
    const writes = shop.writes();
    const planned = await cli('plan', ...file(), ...newer);
    expect(planned.code).toBe(3);
    expect(planned.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /on_hold the records come from a backup of .*; what is held now is not in the records/,
    );
    expect(planned.stdout).toContain('certctl release TARGET');
    expect((await cli('deploy', ...file(), ...newer)).code).toBe(3);
    expect(shop.writes()).toBe(writes);
    expect((await cli('show', ...file())).stdout).toMatch(
      /on hold +since .*: the records come from a\n? *backup/,
    );

    const released = await cli('release', 'web');
    expect(released.stdout).toMatch(/^RELEASED {2}web\n\n {2}was on hold {2}since .* backup of/);
    expect((await cli('release', 'web')).stdout).toMatch(/^NOT ON HOLD/);
    expect((await cli('deploy', ...file(), ...newer)).code).toBe(0);

    const listed = await cli('history', 'web');
    expect(listed.stdout).toContain('records of a backup');
    expect(listed.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { rows } = await json('history', 'web');
    expect(rows.map((row: { event: string }) => row.event)).toEqual([
      'deploy',
      'release',
      'deploy',
      'restore-store',
      'deploy',
    ]);
    const gap = await cli('audit', 'verify', '--head', head);
    expect(gap).toMatchObject({ code: 4, stdout: expect.stringContaining('is not in the chain') });
    data = old;
    expect(await cli('audit', 'verify', '--head', head)).toMatchObject({ code: 0 });
  });

  it('can be released all at once, and says what was there before', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    const backup = join(shop.folder, `b-${number}`);
    await cli('backup', backup);
    const head: string = (await json('audit', 'verify')).head;
    // The same store, which no connection of this process has open.
    const other = join(shop.folder, `other-${number}`);
    await mkdir(other, { mode: 0o700 });
    for (const name of ['certctl.db', 'store.json']) await copyFile(join(data, name), join(other, name));
    data = other;
    const { movedAside } = await json('restore', backup, '--move-aside');
    expect(await readdir(data)).toContain(movedAside.slice(data.length + 1));
    expect((await cli('release', '--all')).stdout).toMatch(/^RELEASED {2}what a restore had put on hold/);
    expect((await cli('deploy', ...file(), ...(await leafOf('two', 50)))).code).toBe(0);
    const verified = await cli('audit', 'verify', '--head', head);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining('is row 1') });
  });

  it('are told of a snapshot that was put back by other means', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    expect((await cli('restored', '--as-of', 'yesterday')).code).toBe(64);
    const marked = await cli('restored', '--as-of', '2026-11-20T03:00:00Z');
    expect(marked.stdout).toMatch(/^MARKED AS RESTORED/);
    const refused = await cli('deploy', ...file(), ...(await leafOf('two', 50)));
    expect(refused).toMatchObject({ code: 3, stdout: expect.stringContaining('2026-11-20T03:00:00.000Z') });
  });

  it('need no key-encryption key', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    const without = (...argv: string[]) =>
      runCli(argv, { env: { CERTCTL_DATA: data, CERTCTL_KEY_FILE: join(shop.folder, 'lost') } });
    const backup = join(shop.folder, `b-${number}`);
    for (const argv of [
      ['backup', backup],
      ['audit', 'verify'],
      ['history', 'web'],
      ['release', 'web'],
    ]) {
      expect((await without(...argv)).code, argv.join(' ')).toBe(0);
    }
  });
});

describe('the audit', () => {
  it('is a table of 80 columns, newest first', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const words = [...(await leafOf('two', 50)), '--timeout', '2'];
    expect((await cli('deploy', ...file(), ...words)).code).toBe(5);
    expect((await cli('deploy', ...file(), ...words)).code).toBe(3);
    const { code, stdout } = await cli('history', 'web');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const rows = stdout.split('\n').filter((line) => /^\d{4}-/.test(line));
    expect(rows.map((row) => row.split(/ {2,}/).slice(1, 3).join(' '))).toEqual([
      'deploy refused',
      'hold done',
      'restore restored',
      'deploy restored',
      'deploy deployed',
    ]);
    expect((await cli('history', 'web', '--limit', '1')).stdout).toContain('The newest 1');
    expect(await cli('history', 'nobody')).toMatchObject({ code: 4 });
    // With the file, as its siblings take it: by id, or none where there is one target.
    for (const words of [['web', ...file()], file()])
      expect((await cli('history', ...words)).stdout).toBe(stdout);
    expect(await cli('history', 'nobody', ...file())).toMatchObject({ code: 64 });
    expect(await cli('history')).toMatchObject({ code: 64, stderr: expect.stringContaining('-f FILE') });
    expect((await cli('history', 'web', '--limit', '0')).code).toBe(64);
  });

  it('shows when a row was changed', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    const { default: Libsql } = await import('libsql');
    const database = new Libsql(join(data, 'certctl.db'));
    database.exec(`update audit set row = replace(row, 'deployed', 'restored')`);
    database.close();
    const verified = await cli('audit', 'verify');
    expect(verified).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/^BROKEN\n\n.*row 1 is not what/),
    });
    expect((await cli('audit', 'verify', '--head', 'x')).code).toBe(64);
  });
});

describe('a store that cannot be used ends a command before anything is asked of the service', () => {
  const cases: readonly (readonly [what: string, code: string, prepare: () => Promise<void>])[] = [
    [
      'a corrupt file',
      'store_corrupt',
      async () => {
        await cli('deploy', ...file(), ...(await leafOf('one', 60)));
        await writeFile(
          join(data, 'certctl.db'),
          (await readFile(join(data, 'certctl.db'))).fill(0xa5, 4096, 9000),
        );
      },
    ],
    [
      'a store that is gone',
      'store_corrupt',
      async () => {
        await mkdir(data, { mode: 0o700 });
        await writeFile(join(data, 'store.json'), '{}');
      },
    ],
    [
      'a newer schema',
      'store_newer',
      async () => {
        await cli('deploy', ...file(), ...(await leafOf('one', 60)));
        const { default: Libsql } = await import('libsql');
        const database = new Libsql(join(data, 'certctl.db'));
        database.exec(`insert into certctl_migration (name, timestamp) values ('9999-later', 'then')`);
        database.close();
      },
    ],
    [
      'a folder that others can read',
      'store_unusable',
      async () => void (await mkdir(data, { mode: 0o755 })),
    ],
    [
      'a read-only folder',
      'store_unusable',
      async () => {
        await cli('deploy', ...file(), ...(await leafOf('one', 60)));
        disk.readOnly = true;
      },
    ],
    ['a file in its place', 'store_unusable', async () => writeFile(data, 'a file')],
  ];

  it.each(cases)('%s is %s', async (_, code, prepare) => {
    await prepare();
    shop.emulator.requests.clear();
    const leaf = await leafOf('two', 50);
    const commands = [
      ['deploy', ...file(), ...leaf],
      ['plan', ...file(), ...leaf],
      ['show', ...file()],
      ['history', 'web'],
      ['backup', join(shop.folder, 'never')],
    ];
    for (const argv of commands) {
      const ran = await cli(...argv);
      expect(ran, argv[0]).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr, argv[0]).toMatch(new RegExp(`^certctl: ${code}: [^\\n]+\\n$`));
    }
    expect(shop.emulator.requests.all()).toEqual([]);
  });

  it('a full disk is store_full; and the store can still be saved from it', async () => {
    await cli('deploy', ...file(), ...(await leafOf('one', 60)));
    disk.full = true;
    shop.emulator.requests.clear();
    const leaf = await leafOf('two', 50);
    for (const argv of [
      ['deploy', ...file(), ...leaf],
      ['plan', ...file(), ...leaf],
    ]) {
      const ran = await cli(...argv);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toMatch(/^certctl: store_full: [^\n]+\n$/);
    }
    expect(shop.emulator.requests.all()).toEqual([]);
    expect((await cli('backup', join(shop.folder, 'saved'))).code).toBe(0);
  });
});
