import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Order, Task } from './testing/child.js';
import { DATABASES, type TestDatabase } from './testing/databases.js';
import { processes } from './testing/processes.js';

/** Each starts processes of its own, on cores that other tests share. */
const SLOW = { timeout: 90_000 };

describe.each(DATABASES)('several processes on $name', SLOW, ({ create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(async () => await database.remove());

  const order = (task: Task): Order => ({ where: database.options, task });

  it('make one store when all of them come first, and each lease has one winner', async () => {
    const rounds = 30;
    const names = ['a', 'b', 'c', 'd'];
    const answers = await processes(names.map((name) => order({ do: 'compete', name, rounds })));
    const won = answers.flatMap((given) => ('answer' in given ? [given.answer] : []));
    expect(answers).toEqual(won.map((answer) => ({ answer })));
    expect(won).toHaveLength(names.length);
    const all = won.flat().sort((one, two) => roundOf(one) - roundOf(two));
    expect(all).toEqual(Array.from({ length: rounds }, (_, round) => ({ round, fence: 1 })));
  });

  it('have one open entry for an address between them', async () => {
    const answers = await processes(
      ['d1', 'd2', 'd3', 'd4'].map((id) => order({ do: 'open-entry', id, address: 'arn' })),
    );
    expect(answers.filter((given) => 'answer' in given)).toHaveLength(1);
    expect(answers.filter((given) => 'code' in given && given.code === 'earlier_unresolved')).toHaveLength(3);
    expect(await (await database.open()).journal.countOpen()).toBe(1);
  });

  it('write one audit chain', async () => {
    const answers = await processes(['a', 'b', 'c'].map((name) => order({ do: 'append', name, rows: 20 })));
    expect(answers).toEqual([{ answer: 20 }, { answer: 20 }, { answer: 20 }]);
    expect(await (await database.open()).audit.verify()).toMatchObject({ intact: true, rows: 60 });
  });

  it('find what a killed one had finished, and nothing of what it had begun', async () => {
    const [answer] = await processes([order({ do: 'die-within' })]);
    expect(answer).toEqual({ killedBy: 'SIGKILL' });
    const { journal } = await database.open();
    expect(await journal.findOpen({ addresses: ['address of before'], targetId: '' })).toMatchObject({
      id: 'before',
    });
    expect(await journal.findOpen({ addresses: ['address of within'], targetId: '' })).toBeUndefined();
    expect(await journal.countOpen()).toBe(1);
  });
});

function roundOf(won: unknown): number {
  if (typeof won !== 'object' || won === null || !('round' in won)) throw new Error('that is no round');
  return Number(won.round);
}

describe('a process without rights', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'certctl-rights-'));
  });
  afterEach(async () => await rm(parent, { recursive: true }));

  /** Somebody who is not root: this user, or when that is root, another. */
  const somebody = process.getuid?.() === 0 ? 65_534 : undefined;

  it('is told that a folder, or where it shall be made, is read-only', async () => {
    const folder = join(parent, 'data');
    const order = (where: string): Order => ({
      where: { folder: where },
      task: { do: 'open' },
      ...(somebody === undefined ? {} : { as: somebody }),
    });
    await mkdir(folder);
    if (somebody !== undefined) await chown(folder, somebody, somebody);
    await chmod(folder, 0o500);
    await chmod(parent, 0o555);
    expect(await processes([order(folder), order(join(parent, 'other'))])).toEqual([
      { code: 'store_unusable', message: `the data folder ${folder} is read-only` },
      { code: 'store_unusable', message: `the data folder ${join(parent, 'other')} cannot be made` },
    ]);
    await chmod(parent, 0o755);
  });
});
