import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.js';

test('results come in the order of the items, and no more are under way than the width says', async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel([30, 5, 10, 1, 2], 2, async (ms) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await wait(ms);
    underWay -= 1;
    return ms;
  });
  expect(results).toEqual([30, 5, 10, 1, 2]);
  expect(most).toBe(2);
});

test('after a failure nothing is begun, and what is under way has ended when the failure is told', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    if (item === 0) throw new Error('refused');
    await wait(10);
    ended.push(item);
  };
  await expect(inParallel([0, 1, 2, 3], 2, work)).rejects.toThrow('refused');
  expect(begun).toEqual([0, 1]);
  expect(ended).toEqual([1]);
});
