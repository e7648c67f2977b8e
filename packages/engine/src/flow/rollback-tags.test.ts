import { PROVENANCE_TAGS } from '@certctl/plugin-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

describe('a restore without the permission to read tags', () => {
  it('sends the tags that the target wants, for the service may have stripped them', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:ListTags', kind: 'forbidden', times: 1_000 });
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
    expect(scenario.only().tags).toMatchObject({ [PROVENANCE_TAGS.managedBy]: 'certctl' });
  });
});
