import type { IssuedLeaf } from '@certctl/certificate/issue';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryKeyKeeper } from '../keeper/memory-key-keeper.js';
import type { Outcome } from '../outcome/outcome.js';
import { Scenario } from '../testing/scenario.js';
import type { RollbackRequest } from './deployment.js';

let scenario: Scenario;
let old: IssuedLeaf;
let bad: IssuedLeaf;
let first: Outcome;
beforeEach(async () => {
  scenario = await Scenario.create();
  old = await scenario.issue({ notBefore: scenario.clock.now() - 7_200_000 });
  bad = await scenario.issue();
  first = await scenario.deploy(old);
  expect(await scenario.deploy(bad)).toMatchObject({ status: 'deployed' });
  scenario.service.requests.length = 0;
});

const rollBack = (over: Partial<RollbackRequest> = {}) =>
  scenario.engine.rollback({ target: scenario.target(), actor: 'alice', ...over });
const eventsOf = (id: string) =>
  scenario.audit
    .rows()
    .filter(({ deploymentId }) => deploymentId === id)
    .map(({ event, outcome }) => `${event} ${outcome}`);

describe('a rollback that somebody asks for', () => {
  it('brings the certificate before back with its own key, and proves it', async () => {
    const outcome = await rollBack();
    expect(outcome).toMatchObject({
      status: 'deployed',
      purpose: 'rollback',
      before: { serial: bad.facts.serial },
      incoming: { serial: old.facts.serial },
    });
    expect(scenario.serves(old)).toBe(true);
    expect(scenario.only().tags['certctl-target-id']).toBe('web');
  });

  it('puts the target on hold, so that nothing brings in again what was left', async () => {
    const { deploymentId } = await rollBack();
    expect(eventsOf(deploymentId)).toEqual(['rollback deployed', 'hold done']);
    const again = await scenario.deploy(bad);
    expect(again).toMatchObject({ status: 'refused' });
    expect(again.findings.map(({ code }) => code)).toContain('on_hold');
    expect(await scenario.engine.release('web')).toBe(true);
    expect(await scenario.deploy(bad)).toMatchObject({ status: 'deployed' });
  });

  it('is over when a newer certificate comes, which the audit says', async () => {
    await rollBack();
    const next = await scenario.issue({ notBefore: scenario.clock.now() - 1_000 });
    const { status, deploymentId } = await scenario.deploy(next);
    expect(status).toBe('deployed');
    expect(eventsOf(deploymentId)).toEqual(['deploy deployed', 'release done']);
    expect(await scenario.holds.get('web')).toBeUndefined();
  });

  it('asked for twice does not bring in again what was left', async () => {
    await rollBack();
    expect(await rollBack()).toMatchObject({ status: 'refused', error: { code: 'rollback_impossible' } });
    expect(scenario.serves(old)).toBe(true);
  });

  it('can name the deployment whose certificate is wanted, also the one that was left', async () => {
    await rollBack();
    const badDeployment = (await scenario.engine.deployments('web')).find(
      ({ incoming, purpose }) => purpose === 'deploy' && incoming?.serial === bad.facts.serial,
    );
    expect(await rollBack({ to: badDeployment?.id ?? '' })).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(bad)).toBe(true);
    expect(await rollBack({ to: first.deploymentId })).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(old)).toBe(true);
  });

  it('is refused for a deployment that is not known, or of what nothing is known', async () => {
    expect(await rollBack({ to: 'nobody' })).toMatchObject({
      status: 'refused',
      error: { code: 'rollback_unknown' },
    });
    const foreign = await scenario.issue({ names: ['foreign.example'] });
    scenario.only().leafPem = foreign.certificatePem;
    expect(await rollBack()).toMatchObject({ status: 'refused', error: { code: 'rollback_unknown' } });
    expect(scenario.service.writes()).toBe(0);
  });

  it('is refused without its key, and done with the key that the caller gives', async () => {
    Object.assign(scenario, { keeper: new MemoryKeyKeeper() });
    scenario.restart();
    const refused = await rollBack();
    expect(refused).toMatchObject({ status: 'refused', error: { code: 'rollback_impossible' } });
    const wrong = await rollBack({ previousKey: bad.privateKeyPem });
    expect(wrong).toMatchObject({ status: 'refused', error: { code: 'rollback_impossible' } });
    expect(scenario.service.writes()).toBe(0);
    expect(await rollBack({ previousKey: old.privateKeyPem })).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(old)).toBe(true);
  });

  it('is refused to a certificate that has expired meanwhile', async () => {
    scenario.clock.advance(60 * 86_400_000);
    expect(await rollBack()).toMatchObject({ status: 'refused', error: { code: 'certificate_expired' } });
    expect(scenario.service.writes()).toBe(0);
  });

  it('is allowed to lose a name and to be older, which a deploy is not', async () => {
    const wider = await scenario.issue({ names: ['www.example.com', 'new.example.com'] });
    await scenario.deploy(wider);
    expect(await scenario.deploy(old)).toMatchObject({ status: 'refused' });
    expect(await rollBack()).toMatchObject({ status: 'deployed' });
    expect(scenario.serves(bad)).toBe(true);
  });

  it('that fails is taken back: what was held before it is held again', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    expect(await rollBack()).toMatchObject({ status: 'restored', before: { serial: bad.facts.serial } });
    expect(scenario.serves(bad)).toBe(true);
  });

  it('makes a new version of an old one, in a store that keeps versions and gives keys back', async () => {
    const one = await scenario.deployedToVault();
    const two = await scenario.issue();
    await scenario.deployToVault(two);
    Object.assign(scenario, { keeper: new MemoryKeyKeeper() });
    scenario.restart();
    const outcome = await rollBack({ target: scenario.vaultTarget() });
    expect(outcome).toMatchObject({ status: 'deployed', revision: 'v3' });
    expect(scenario.vaultServes(one)).toBe(true);
    expect(scenario.vault.versions('shop').at(-1)?.chainPems).toHaveLength(1);
  });
});

describe('the record of a deploy', () => {
  it('is kept for every end, with its calls, and none of its fields is a key', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const next = await scenario.issue();
    const outcome = await scenario.deploy(next);
    const record = await scenario.engine.deployment(outcome.deploymentId);
    expect(record).toMatchObject({
      id: outcome.deploymentId,
      status: 'restored',
      target: { id: 'web' },
      incoming: { serial: next.facts.serial },
      error: { code: 'not_proven' },
    });
    expect(record?.calls).toEqual(outcome.calls);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(JSON.stringify(record)).not.toContain('PRIVATE KEY');
    await scenario.deploy(next);
    expect((await scenario.engine.deployments('web')).map(({ status }) => status)).toEqual([
      'refused',
      'restored',
      'deployed',
      'deployed',
    ]);
  });

  it('says how a deploy that was not known ended, and who found out', async () => {
    scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    scenario.fault({ operation: 'memory:Get', kind: 'refused', after: 1, times: 500 });
    const next = await scenario.issue();
    const unknown = await scenario.deploy(next);
    expect(unknown.status).toBe('unresolved');
    scenario.service.faults.length = 0;
    const { deploymentId } = await scenario.deploy(next);
    expect(await scenario.engine.deployment(unknown.deploymentId)).toMatchObject({
      status: 'deployed',
      calls: unknown.calls,
      closedBy: { deploymentId, phase: 'importing' },
    });
  });
});
