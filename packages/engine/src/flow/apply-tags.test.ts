import type { FaultKind } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

const NOT_THERE_YET: readonly FaultKind[] = ['absent', 'conflict', 'lost-request'];

describe('tags of a certificate that the service has just been given', () => {
  it.each(NOT_THERE_YET)('are asked for again when a read of them ends %s', async (kind) => {
    const leaf = await scenario.issue();
    scenario.fault({ operation: 'memory:ListTags', kind, times: 10 });
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(leaf)).toBe(true);
  });

  it.each(NOT_THERE_YET)('are sent again when setting them ends %s', async (kind) => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:SetTags', kind, times: 3 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'deployed' });
    expect(scenario.only().tags).toMatchObject({ 'certctl-target-id': 'web' });
  });

  it('lead back when they cannot be read within the time of a proof, with the error that was given', async () => {
    scenario.fault({ operation: 'memory:ListTags', kind: 'absent', times: 1_000 });
    const before = scenario.clock.now();
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({
      status: 'also_failed',
      error: { code: 'service_absent' },
    });
    expect(scenario.clock.now() - before).toBeGreaterThan(50_000);
  });

  it('lead back at once when reading them is refused', async () => {
    scenario.fault({ operation: 'memory:ListTags', kind: 'refused' });
    const before = scenario.clock.now();
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({
      status: 'withdrawn',
      error: { code: 'service_refused' },
    });
    expect(scenario.clock.now() - before).toBeLessThan(1_000);
  });
});
