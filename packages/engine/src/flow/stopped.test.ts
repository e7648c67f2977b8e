import type { IssuedLeaf } from '@certctl/certificate/issue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../outcome/outcome.js';
import { Scenario } from '../testing/scenario.js';

/** Longer than any lease, and than any request can be under way. */
const LONG = 3_600_000;

let scenario: Scenario;
let old: IssuedLeaf;
let stopped: IssuedLeaf;
let successor: IssuedLeaf;
let ended: Outcome | undefined;
beforeEach(async () => {
  scenario = await Scenario.create();
  old = await scenario.deployed();
  stopped = await scenario.issue();
  successor = await scenario.issue();
  ended = undefined;
});

/** The process stands still; another one finds the lease run out, and deploys. */
async function overtaken(): Promise<void> {
  scenario.clock.advance(LONG);
  ended = await scenario.deploy(successor);
}

/** Stops the first deploy at the n-th time that it comes to this method of journal or keeper. */
function stopsAt(method: 'advance' | 'close' | 'keepPending', nth: number, when: 'before' | 'after'): void {
  const stopping = method === 'keepPending' ? scenario.keeper : scenario.journal;
  const original = Reflect.get(stopping, method).bind(stopping) as (...of: unknown[]) => Promise<never>; // one wrapper for all
  let left = nth;
  Object.assign(stopping, {
    [method]: async (...of: unknown[]) => {
      const now = --left === 0;
      if (now && when === 'before') await overtaken();
      const result = await original(...of);
      if (now && when === 'after') await overtaken();
      return result;
    },
  });
}

const imports = () =>
  scenario.service.requests.filter(({ operation }) => operation === 'memory:Import').length;

describe('a deploy that was stopped past its lease, and overtaken', () => {
  it.each([
    ['before its intent', 'advance', 1, 'before'],
    ['after its intent', 'keepPending', 1, 'after'],
    ['before it writes that its import was answered', 'advance', 2, 'before'],
    ['after it wrote that its import was answered', 'advance', 2, 'after'],
    ['before it keeps its key', 'keepPending', 1, 'before'],
    ['before it commits', 'close', 1, 'before'],
  ] as const)(
    '%s: ends unresolved, and leaves what its successor did alone',
    async (_, method, nth, when) => {
      stopsAt(method, nth, when);
      const outcome = await scenario.deploy(stopped);
      expect(outcome).toMatchObject({ status: 'unresolved' });
      expect(ended).toMatchObject({ status: 'deployed' });
      expect(scenario.serves(successor)).toBe(true);
      expect(await scenario.journal.countOpen()).toBe(0);
      const { address = '' } = ended ?? {};
      const kept = await scenario.keeper.list(address);
      expect(kept.find(({ role }) => role === 'current')?.fingerprint).toBe(successor.facts.fingerprint);
      expect(kept.find(({ role }) => role === 'pending')).toBeUndefined();
    },
  );

  it('sends no request after it was overtaken', async () => {
    stopsAt('advance', 1, 'before');
    const outcome = await scenario.deploy(stopped);
    expect(outcome).toMatchObject({ status: 'unresolved', error: { code: 'lease_lost' } });
    expect(imports()).toBe(1);
    expect(outcome.calls.at(-1)?.endedAt).toBeLessThan(ended?.startedAt ?? 0);
  });

  it('has its audit row, and one for what its successor closed', async () => {
    stopsAt('advance', 2, 'after');
    const { deploymentId } = await scenario.deploy(stopped);
    const rows = scenario.audit.rows().filter((row) => row.deploymentId === deploymentId);
    expect(rows.map(({ event, outcome }) => [event, outcome])).toEqual([
      ['recovery', 'deployed'],
      ['deploy', 'unresolved'],
    ]);
  });

  it('goes on when nobody has come by meanwhile', async () => {
    const { journal, clock } = scenario;
    const open = journal.open.bind(journal);
    journal.open = async (...of) => {
      clock.advance(200_000);
      return open(...of);
    };
    expect(await scenario.deploy(stopped)).toMatchObject({ status: 'deployed' });
    expect(old.facts.serial).not.toBe(stopped.facts.serial);
    expect(scenario.serves(stopped)).toBe(true);
  });
});
