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

describe('tags that a read shows after a re-import', () => {
  /** The first reads of tags after the next import show what was there before it. */
  function readsAreLate(reads: number): void {
    const { service } = scenario;
    const [tagsOf, send] = [service.tagsOf.bind(service), service.import.bind(service)];
    service.import = (input) => {
      const before = { ...scenario.only().tags };
      let left = reads;
      service.tagsOf = (reference) => {
        const now = tagsOf(reference);
        return left-- > 0 ? before : now;
      };
      return send(input);
    };
  }

  it('may be those of before: they are set again, whatever is shown', async () => {
    await scenario.deployed();
    scenario.only().tags.team = 'payments';
    readsAreLate(2);
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'deployed', findings: [] });
    expect(scenario.only().tags).toMatchObject({ 'certctl-target-id': 'web', team: 'payments' });
  });

  it('count only once the setting was answered', async () => {
    await scenario.deployed();
    readsAreLate(9);
    scenario.fault({ operation: 'memory:SetTags', kind: 'lost-request', times: 4 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'deployed' });
    expect(scenario.only().tags).toMatchObject({ 'certctl-target-id': 'web' });
  });

  it('are not proven where no setting is ever answered', async () => {
    await scenario.deployed();
    scenario.service.tagsOnReimport = 'keep';
    scenario.fault({ operation: 'memory:SetTags', kind: 'lost-request', times: 1_000 });
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({
      error: { code: 'tags_not_proven', cause: { code: 'service_uncertain' } },
    });
  });

  it('will do, with a finding, where setting them again is refused', async () => {
    await scenario.deployed();
    scenario.service.tagsOnReimport = 'keep';
    scenario.fault({ operation: 'memory:SetTags', kind: 'forbidden', times: 1_000 });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'deployed', findings: [{ code: 'tags_not_set_again' }] });
  });

  it('are set again on the way back', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const { service } = scenario;
    const send = service.import.bind(service);
    let imports = 0;
    service.import = (input) => {
      if (++imports === 2) readsAreLate(2);
      return imports === 2 ? service.import(input) : send(input);
    };
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'restored' });
    expect(scenario.serves(old)).toBe(true);
    expect(scenario.only().tags).toMatchObject({ 'certctl-target-id': 'web' });
  });
});
