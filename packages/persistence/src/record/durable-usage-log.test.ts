import { MemoryUsageLog, type UsageLog } from '@certctl/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from '../testing/databases.js';

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.remove();
  database = undefined;
});

const LOGS: readonly { readonly name: string; readonly open: () => Promise<UsageLog> }[] = [
  { name: 'memory', open: async () => new MemoryUsageLog() },
  ...DATABASES.map(({ name, create }) => ({
    name,
    open: async () => {
      database = await create();
      return (await database.open()).usage;
    },
  })),
];

const use = (id: string, until: number, over: { scope?: string; operation?: string } = {}) => ({
  id,
  scope: 'one',
  operation: 'x:Import',
  until,
  ...over,
});

describe.each(LOGS)('counts of requests in $name', ({ open }) => {
  it('are those of the scope and the operation that still count', async () => {
    const log = await open();
    await log.add(use('a', 100), 0);
    await log.add(use('b', 200), 0);
    await log.add(use('c', 200, { scope: 'two' }), 0);
    await log.add(use('d', 200, { operation: 'x:Get' }), 0);
    const query = { scope: 'one', operation: 'x:Import', allowed: 9 };
    expect(await log.tally({ ...query, now: 99 })).toEqual({ count: 2 });
    expect(await log.tally({ ...query, now: 100 })).toEqual({ count: 1 });
    expect(await log.tally({ ...query, now: 200 })).toEqual({ count: 0 });
  });

  it('say when one more is allowed', async () => {
    const log = await open();
    for (const [at, until] of [300, 100, 200].entries()) await log.add(use(String(at), until), 0);
    const freeAt = async (allowed: number) =>
      (await log.tally({ scope: 'one', operation: 'x:Import', now: 0, allowed })).freeAt;
    expect([await freeAt(4), await freeAt(3), await freeAt(2), await freeAt(1)]).toEqual([
      undefined,
      100,
      200,
      300,
    ]);
  });

  it('forget what is taken back', async () => {
    const log = await open();
    await log.add(use('a', 100), 0);
    await log.remove('a');
    expect(await log.tally({ scope: 'one', operation: 'x:Import', now: 0, allowed: 1 })).toEqual({
      count: 0,
    });
  });
});

describe.each(DATABASES)('counts of requests in $name', ({ create }) => {
  it('are there for the next process, and what no longer counts is not kept', async () => {
    database = await create();
    const first = await database.open();
    await first.usage.add(use('a', 100), 0);
    await first.usage.add(use('b', 500), 200);
    await first.close();
    const { usage } = await database.open();
    expect(await usage.tally({ scope: 'one', operation: 'x:Import', now: 0, allowed: 9 })).toEqual({
      count: 1,
    });
  });
});
