import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import type { DurableLeases } from './durable-leases.js';

describe.each(DATABASES)('leases on $name', ({ create }) => {
  let database: TestDatabase;
  let leases: DurableLeases;
  let now: number;
  beforeEach(async () => {
    now = 1_800_000_000_000;
    database = await create();
    leases = (await database.open({ clock: { now: () => now } })).leases;
  });
  afterEach(async () => await database.remove());

  async function taken(holder: string) {
    const answer = await leases.acquire('a', holder, 1_000);
    if (!('lease' in answer)) throw new Error(`${holder} did not get it`);
    return answer.lease;
  }

  it('are held by one, and the other learns by whom and until when', async () => {
    await taken('d1');
    expect(await leases.acquire('a', 'd2', 1_000)).toMatchObject({
      heldBy: { address: 'a', holder: 'd1', expiresAt: now + 1_000 },
    });
    expect(await leases.acquire('b', 'd2', 1_000)).toMatchObject({ lease: { address: 'b', holder: 'd2' } });
  });

  it('are seen by another process', async () => {
    await taken('d1');
    const other = await database.open({ clock: { now: () => now } });
    expect(await other.leases.acquire('a', 'd2', 1_000)).toMatchObject({ heldBy: { holder: 'd1' } });
  });

  it('end by the clock, not a moment before', async () => {
    await taken('d1');
    now += 999;
    expect(await leases.acquire('a', 'd2', 1_000)).toMatchObject({ heldBy: { holder: 'd1' } });
    now += 1;
    expect(await leases.acquire('a', 'd2', 1_000)).toMatchObject({ lease: { holder: 'd2' } });
  });

  it('have a fence that grows with each holder, and never goes back', async () => {
    const first = await taken('d1');
    await leases.release(first);
    const second = await taken('d2');
    now += 5_000;
    const third = await taken('d3');
    expect([first.fence, second.fence, third.fence]).toEqual([1, 2, 3]);
  });

  it('are taken again by their own holder, who stays the same', async () => {
    const first = await taken('d1');
    now += 500;
    const again = await taken('d1');
    expect(again).toMatchObject({ fence: first.fence, expiresAt: now + 1_000 });
    expect(await leases.renew(first, 1_000)).toBeDefined();
  });

  it('are renewed by who holds them, and lost to whoever came since', async () => {
    const first = await taken('d1');
    now += 900;
    expect(await leases.renew(first, 1_000)).toMatchObject({ expiresAt: now + 1_000 });
    now += 1_000;
    await taken('d2');
    expect(await leases.renew(first, 1_000)).toBeUndefined();
  });

  it('are lost even when the same name comes back after somebody else', async () => {
    const first = await taken('d1');
    now += 1_000;
    await leases.release(await taken('d2'));
    await taken('d1');
    expect(await leases.renew(first, 1_000)).toBeUndefined();
    await leases.release(first);
    expect(await leases.acquire('a', 'd3', 1_000)).toMatchObject({ heldBy: { holder: 'd1' } });
  });

  it('are not released by who has lost them', async () => {
    const first = await taken('d1');
    now += 1_000;
    await taken('d2');
    await leases.release(first);
    expect(await leases.acquire('a', 'd3', 1_000)).toMatchObject({ heldBy: { holder: 'd2' } });
  });
});
