import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('looking at what is held', () => {
  it('takes no failed read for an absent certificate', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:Get', kind: 'lost-request', times: 1_000 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'service_broken' } });
    expect(scenario.service.writes()).toBe(0);
    await expect(scenario.engine.show(scenario.target())).rejects.toMatchObject({ code: 'service_broken' });
  });
});
