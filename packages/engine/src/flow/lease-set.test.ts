import 'reflect-metadata';
import { VirtualClock } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../call/timing.js';
import { MemoryLeases } from '../lease/memory-leases.js';
import { LeaseSet } from './lease-set.js';

let clock: VirtualClock;
let leases: MemoryLeases;
let renewals: number;
beforeEach(() => {
  clock = new VirtualClock();
  leases = new MemoryLeases(clock);
  renewals = 0;
  const renew = leases.renew.bind(leases);
  leases.renew = (...of) => {
    renewals += 1;
    return renew(...of);
  };
});

function setOf(id: string): LeaseSet {
  const deployment = {
    id,
    purpose: 'deploy' as const,
    startedAt: clock.now(),
    actor: 'test',
    target: { id: 'web', type: 'memory', config: {} },
    signal: new AbortController().signal,
    calls: [],
  };
  return new LeaseSet(leases, deployment, clock, { ...DEFAULT_TIMING, leaseMs: 90_000 });
}

describe('the leases of a deploy', () => {
  it('are renewed only when they would end too soon', async () => {
    const set = setOf('d1');
    await set.take(['a', 'b']);
    await set.cover(clock.now() + 90_000);
    expect(renewals).toBe(0);
    clock.advance(70_000);
    await set.cover(clock.now() + 30_000);
    expect(renewals).toBe(2);
    await set.cover(clock.now() + 90_000);
    expect(renewals).toBe(2);
  });

  it('last as long as the longest wait', async () => {
    const set = setOf('d1');
    await set.take(['a']);
    await set.cover(clock.now() + 500_000);
    clock.advance(499_999);
    expect(await setOf('d2').take(['a'])).toMatchObject({ holder: 'd1' });
  });

  it('may be renewed late, when nobody has taken them since', async () => {
    const set = setOf('d1');
    await set.take(['a']);
    clock.advance(1_000_000);
    await set.cover(clock.now() + 30_000);
    expect(await setOf('d2').take(['a'])).toMatchObject({ holder: 'd1' });
  });

  it('are lost to whoever took them when they had run out, and stay lost', async () => {
    const set = setOf('d1');
    await set.take(['a']);
    clock.advance(90_000);
    const successor = setOf('d2');
    expect(await successor.take(['a'])).toBeUndefined();
    await expect(set.cover(clock.now() + 1)).rejects.toMatchObject({ code: 'lease_lost', target: 'web' });
    await set.release();
    expect(await setOf('d3').take(['a'])).toMatchObject({ holder: 'd2' });
    await successor.release();
    await expect(set.confirm()).resolves.toBeUndefined();
  });
});
