import type { Quota } from '@certctl/plugin-api';
import { VirtualClock } from '@certctl/reference';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { QuotaGovernor, RANKS, type Turn } from './governor.js';

const QUOTA: Quota = {
  operation: 'x:Import',
  requests: 2,
  perMs: 1_000,
  scope: 'account',
  source: 'a document',
};
/** Lets whoever was let go look at the time before it passes. */
class PatientClock extends VirtualClock {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await super.sleep(ms, signal);
  }
}

let clock: VirtualClock;
let governor: QuotaGovernor;
let start: number;
beforeEach(() => {
  clock = new PatientClock();
  governor = new QuotaGovernor(clock);
  start = clock.now();
});

const turn = (over: Partial<Turn> = {}): Turn => ({
  scope: 'one',
  quota: QUOTA,
  rank: RANKS.deploy,
  signal: new AbortController().signal,
  ...over,
});

/** Takes turns all at once; returns when each was let go, in the order in which they were. */
async function takeAll(turns: readonly (Turn & { readonly name?: string })[]) {
  const gone: { name: string; at: number }[] = [];
  await Promise.all(
    turns.map(async (each, index) => {
      await governor.take(each);
      gone.push({ name: each.name ?? String(index), at: clock.now() - start });
    }),
  );
  return gone;
}

describe('the governor', () => {
  it('uses the whole quota and not one request more', async () => {
    const gone = await takeAll(Array.from({ length: 5 }, () => turn()));
    expect(gone.map(({ at }) => at)).toEqual([0, 0, 1_000, 1_000, 2_000]);
  });

  it('never exceeds the quota in any window, whenever requests come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 40 }), async (gaps) => {
        governor = new QuotaGovernor(clock);
        const at: number[] = [];
        for (const gap of gaps) {
          clock.advance(gap);
          await governor.take(turn());
          at.push(clock.now());
        }
        at.forEach((from, index) => {
          const within = at.slice(index).filter((each) => each < from + QUOTA.perMs);
          expect(within.length).toBeLessThanOrEqual(QUOTA.requests);
        });
      }),
    );
  });

  it('keeps scopes and operations apart', async () => {
    const other = { ...QUOTA, operation: 'x:Get' };
    const gone = await takeAll([turn(), turn(), turn({ scope: 'two' }), turn({ quota: other })]);
    expect(gone.every(({ at }) => at === 0)).toBe(true);
  });

  it('lets a restore go before imports that have waited longer', async () => {
    const restore = { ...turn({ rank: RANKS.restore }), name: 'restore' };
    const gone = await takeAll([turn(), turn(), turn(), turn(), turn(), restore]);
    expect(gone.map(({ name }) => name).indexOf('restore')).toBeLessThanOrEqual(2);
  });

  it('lets the certificate that expires first go first, and what holds none last', async () => {
    const renewal = (days: number) => ({ ...turn({ expires: start + days * 86_400_000 }), name: `${days}` });
    const fresh = { ...turn(), name: 'fresh' };
    const gone = await takeAll([turn(), turn(), fresh, renewal(30), renewal(2), renewal(9)]);
    expect(gone.map(({ name }) => name).slice(2)).toEqual(['2', '9', '30', 'fresh']);
  });

  it('foretells a turn that is overtaken by what expires sooner', async () => {
    const soon = takeAll([turn(), turn(), turn({ expires: start + 1 }), turn({ expires: start + 2 })]);
    expect(governor.earliest(turn({ expires: start })) - start).toBe(1_000);
    expect(governor.earliest(turn()) - start).toBe(2_000);
    await soon;
  });

  it('forgets whoever is cancelled, and goes on with the others', async () => {
    const stop = new AbortController();
    const cancelled = governor.take(turn()).then(() => governor.take(turn({ signal: stop.signal })));
    const gone = takeAll([turn(), turn(), turn()]);
    stop.abort(new Error('cancelled'));
    await expect(cancelled).rejects.toThrow('cancelled');
    expect((await gone).map(({ at }) => at)).toEqual([0, 1_000, 1_000]);
  });

  it('foretells when a turn would come', async () => {
    await takeAll([turn(), turn()]);
    expect(governor.earliest(turn()) - start).toBe(1_000);
  });
});
