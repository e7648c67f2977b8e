import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order, Task } from './testing/child.js';
import { DATABASES, type TestDatabase } from './testing/databases.js';
import { type Issued, issueLeaves } from './testing/leaves.js';
import { processes } from './testing/processes.js';
import { testKey } from './testing/test-key.js';

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

  describe('that change the key-encryption key', () => {
    let leaves: readonly Issued[];
    beforeAll(async () => {
      leaves = await issueLeaves(3);
    });
    beforeEach(async () => {
      const store = await database.open();
      for (const [at, issued] of leaves.entries()) {
        await store.keeper.keepPending(`address ${at}`, issued, issued.privateKey(), 'd1');
      }
      await store.close();
    });

    /** Numbers of the test keys that open every kept key; a store of which some opens a part is none of them. */
    async function openedBy(): Promise<number[]> {
      const numbers: number[] = [];
      for (const number of [1, 2, 3]) {
        const store = await database.open({ keyEncryptionKey: async () => testKey(number) });
        const opened = await Promise.allSettled(
          leaves.map(({ leaf }, at) => store.keeper.find(`address ${at}`, leaf.fingerprint)),
        );
        const full = opened.filter((each) => each.status === 'fulfilled' && each.value !== undefined);
        if (full.length > 0) expect(full).toHaveLength(leaves.length);
        if (full.length > 0) numbers.push(number);
        await store.close();
      }
      return numbers;
    }

    it.each([
      ['wrapping', [1]],
      ['writing', [1]],
      ['after', [2]],
    ] as const)('and are killed, %s, leave the old one or the new one', async (dies, left) => {
      const [answer] = await processes([order({ do: 'rotate', to: 2, dies })]);
      expect(answer).toEqual({ killedBy: 'SIGKILL' });
      expect(await openedBy()).toEqual(left);
    });

    it('at once, to different ones, have one winner, and the other is refused', async () => {
      const answers = await processes([2, 3].map((to) => order({ do: 'rotate', to })));
      const winner = answers.findIndex((given) => 'answer' in given);
      expect(answers[winner]).toEqual({ answer: 3 });
      expect(answers[1 - winner]).toMatchObject({ code: 'key_encryption_key_wrong' });
      expect(await openedBy()).toEqual([winner + 2]);
    });
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
