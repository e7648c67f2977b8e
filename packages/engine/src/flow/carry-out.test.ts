import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_TIMING } from '../call/timing.js';
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
    scenario.journal.advance = (id, patch) => {
      if (patch.phase) phases.push(patch.phase);
      return advance(id, patch);
    };
    await scenario.deploy(await scenario.issue());
    expect(phases).toEqual(['importing', 'sent', 'imported', 'tagging', 'proving']);
  });

  it('has written until when the import can be under way, before it is sent', async () => {
    await scenario.deployed();
    let underWayUntil = 0;
    const advance = scenario.journal.advance.bind(scenario.journal);
    scenario.journal.advance = (id, patch) => {
      underWayUntil = patch.inFlightUntil ?? underWayUntil;
      return advance(id, patch);
    };
    const left: number[] = [];
    const send = scenario.service.import.bind(scenario.service);
    scenario.service.import = (input) => {
      left.push(underWayUntil - scenario.clock.now());
      return send(input);
    };
    await scenario.deploy(await scenario.issue());
    expect(left).toEqual([DEFAULT_TIMING.requestMs]);
  });

  it('sends an import once whose answer was lost', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    await scenario.deploy(await scenario.issue());
    expect(scenario.service.requests.map((request) => request.operation)).toContain('memory:Import');
    expect(scenario.service.all()).toHaveLength(1);
  });
});
