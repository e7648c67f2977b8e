import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../call/timing.js';
import { MemoryKeyKeeper } from '../keeper/memory-key-keeper.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('carrying out a plan', () => {
  it('sends nothing while the incoming key cannot be kept', async () => {
    const old = await scenario.deployed();
    scenario.keeper.keepPending = () => Promise.reject(new Error('the disk is full'));
    const outcome = await scenario.deploy(await scenario.issue());
    expect(scenario.service.writes()).toBe(0);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'keeping_failed' } });
    expect(scenario.serves(old)).toBe(true);
  });

  it('has written its intent before the import is sent', async () => {
    await scenario.deployed();
    const phases: string[] = [];
    const send = scenario.service.import.bind(scenario.service);
    scenario.service.import = (input) => {
      phases.push('sent');
      return send(input);
    };
    const advance = scenario.journal.advance.bind(scenario.journal);
    scenario.journal.advance = (id, owner, patch) => {
      if (patch.phase) phases.push(patch.phase);
      return advance(id, owner, patch);
    };
    await scenario.deploy(await scenario.issue());
    expect(phases).toEqual(['importing', 'sent', 'imported']);
  });

  it.each([
    ['at once', 0],
    ['when its quota has room', 20_000],
  ])('has written until when the import can be under way, before it is sent %s', async (_, waitsMs) => {
    await scenario.deployed();
    const keep = scenario.keeper.keepPending.bind(scenario.keeper);
    scenario.keeper.keepPending = async (...kept) => {
      await keep(...kept);
      scenario.clock.advance(waitsMs);
    };
    let underWayUntil = 0;
    const advance = scenario.journal.advance.bind(scenario.journal);
    scenario.journal.advance = (id, owner, patch) => {
      underWayUntil = patch.inFlightUntil ?? underWayUntil;
      return advance(id, owner, patch);
    };
    const left: number[] = [];
    const send = scenario.service.import.bind(scenario.service);
    scenario.service.import = (input) => {
      left.push(underWayUntil - scenario.clock.now());
      return send(input);
    };
    await scenario.deploy(await scenario.issue());
    expect(left).toHaveLength(1);
    expect(left[0]).toBeGreaterThanOrEqual(DEFAULT_TIMING.requestMs);
  });

  it('keeps the previous key that the caller gave, for whoever comes after a crash', async () => {
    const old = await scenario.deployed();
    Object.assign(scenario, { keeper: new MemoryKeyKeeper() });
    scenario.restart();
    scenario.service.tagsOnReimport = 'keep';
    scenario.fault({ operation: 'memory:SetTags', kind: 'refused', times: 99 });
    const target = scenario.target({ config: { tags: { env: 'prod' } } });
    const advance = scenario.journal.advance.bind(scenario.journal);
    scenario.journal.advance = async (id, owner, patch) => {
      if (patch.phase === 'restoring') throw new Error('killed');
      return advance(id, owner, patch);
    };
    await scenario.deploy(await scenario.issue(), { target, previousKey: old.privateKeyPem });
    expect(scenario.serves(old)).toBe(false);
    scenario.journal.advance = advance;
    scenario.restart();
    await scenario.deploy(old, { target });
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'recovery', outcome: 'restored' }),
    );
    expect(scenario.serves(old)).toBe(true);
  });

  it('asks for no key where only tags are to be set', async () => {
    const leaf = await scenario.deployed();
    Object.assign(scenario, { keeper: new MemoryKeyKeeper() });
    scenario.restart();
    const target = scenario.target({ config: { tags: { env: 'prod' } } });
    expect(await scenario.deploy(leaf, { target })).toMatchObject({ status: 'deployed' });
    expect(scenario.only().tags.env).toBe('prod');
  });

  it('sends an import once whose answer was lost', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    await scenario.deploy(await scenario.issue());
    expect(scenario.service.requests.map((request) => request.operation)).toContain('memory:Import');
    expect(scenario.service.all()).toHaveLength(1);
  });
});
