import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogOnDisk } from './log-on-disk.js';

/** Waits for the disk until told, and counts. */
const disk = vi.hoisted(() => {
  const waiting: { done: () => void; fail: (error: Error) => void }[] = [];
  return {
    waiting,
    datasync: () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ done: resolve, fail: reject });
      }),
  };
});

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) =>
      Object.assign(await real.open(...args), { datasync: disk.datasync }),
  };
});

let folder: string;
let log: LogOnDisk;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certctl-log-'));
  await writeFile(join(folder, 'x.db-wal'), '');
  log = new LogOnDisk(join(folder, 'x.db'));
  disk.waiting.length = 0;
});

afterEach(async () => {
  for (const { done } of disk.waiting) done();
  await log.close();
  await rm(folder, { recursive: true });
});

const asked = (times: number) => vi.waitFor(() => expect(disk.waiting).toHaveLength(times));

describe('the log', () => {
  it('is waited for by everybody who has written to it', async () => {
    let reached = false;
    const reaching = log.reach().then(() => {
      reached = true;
    });
    await asked(1);
    expect(reached).toBe(false);
    disk.waiting[0]?.done();
    await reaching;
  });

  it('goes to disk once for all who ask before it begins, and again for those who come later', async () => {
    const first = log.reach();
    await asked(1);
    // What they have written may not be in what is under way.
    const later = [log.reach(), log.reach(), log.reach()];
    disk.waiting[0]?.done();
    await first;
    await asked(2);
    let ended = 0;
    for (const each of later) void each.then(() => ended++);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(0);
    disk.waiting[1]?.done();
    await Promise.all(later);
    expect(disk.waiting).toHaveLength(2);
  });

  it('is given up once the disk has failed', async () => {
    const failing = log.reach();
    await asked(1);
    disk.waiting[0]?.fail(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    await expect(failing).rejects.toMatchObject({ code: 'store_unusable' });
    expect(() => log.assertSound()).toThrow('cannot be put on disk');
    await expect(log.reach()).rejects.toMatchObject({ code: 'store_unusable' });
    expect(disk.waiting).toHaveLength(1);
  });
});
