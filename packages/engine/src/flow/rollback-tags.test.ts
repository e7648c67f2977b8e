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

describe('tags that the vendor keeps for itself', () => {
  beforeEach(async () => {
    await scenario.deployed();
    scenario.service.tagsOnReimport = 'keep';
    scenario.only().tags['sys:stack'] = 'shop';
  });

  it('hinder no renewal, and are sent to nobody', async () => {
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'deployed' });
    expect(scenario.only().tags).toMatchObject({
      'sys:stack': 'shop',
      [PROVENANCE_TAGS.managedBy]: 'certctl',
    });
  });

  it('hinder no way back', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'restored' });
    expect(scenario.only().tags['sys:stack']).toBe('shop');
  });

  it('are refused where the target asks for them', async () => {
    const target = scenario.target({ config: { tags: { 'sys:mine': 'no' } } });
    const outcome = await scenario.deploy(await scenario.issue(), { target });
    expect(outcome.findings.map(({ code }) => code)).toContain('tags_beyond_limit');
  });
});
