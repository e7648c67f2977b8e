import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

const ADDRESS = 'memory/certificate/1';
const acts = () => scenario.audit.rows().filter(({ event }) => /^key-|^compromise$/.test(event));

describe('kept keys', () => {
  it('are listed for a target, without their bytes', async () => {
    const leaf = await scenario.deployed();
    const listed = await scenario.engine.keptKeys(scenario.target());
    const { fingerprint, serial, notAfter } = leaf.facts;
    expect(listed).toMatchObject({
      address: ADDRESS,
      kept: [{ role: 'current', origin: 'sent', fingerprint, serial, notAfter, holdsKey: true }],
    });
    expect(Object.keys(listed.kept[0] ?? {})).not.toContain('content');
    expect(scenario.service.writes()).toBe(0);
  });

  it('are destroyed for a target, each with its row in the audit, and nothing in the service changes', async () => {
    const [first, second] = [await scenario.deployed(), await scenario.issue()];
    await scenario.deploy(second);
    scenario.service.requests.length = 0;
    const destroyed = await scenario.engine.destroyKeys({ target: scenario.target(), actor: 'alice' });
    expect(destroyed.map(({ role }) => role)).toEqual(expect.arrayContaining(['current', 'previous']));
    expect(acts()).toMatchObject(
      destroyed.map(({ fingerprint }) => ({
        event: 'key-destruction',
        actor: 'alice',
        targetId: 'web',
        leaf: fingerprint,
      })),
    );
    for (const leaf of [first, second]) {
      expect(await scenario.keeper.find(ADDRESS, leaf.facts.fingerprint)).toBeUndefined();
    }
    expect(scenario.serves(second)).toBe(true);
    expect(scenario.service.writes()).toBe(0);
    await expect(scenario.engine.destroyKeys({ target: scenario.target() })).rejects.toMatchObject({
      code: 'keys_not_kept',
    });
  });

  it('are destroyed of one leaf alone, at a target or wherever it is', async () => {
    const [first, second] = [await scenario.deployed(), await scenario.issue()];
    await scenario.deploy(second);
    await scenario.engine.destroyKeys({ target: scenario.target(), leaf: first.facts.fingerprint });
    expect(await scenario.keeper.find(ADDRESS, second.facts.fingerprint)).toBeDefined();
    await scenario.engine.destroyKeys({ leaf: second.facts.fingerprint, actor: 'bob' });
    expect(await scenario.keeper.find(ADDRESS, second.facts.fingerprint)).toBeUndefined();
    expect(acts().at(-1)).toMatchObject({ event: 'key-destruction', targetId: '*', actor: 'bob' });
    await expect(scenario.engine.destroyKeys({})).rejects.toMatchObject({ code: 'target_invalid' });
  });

  it('that are destroyed leave a plan without a way back', async () => {
    await scenario.deployed();
    await scenario.engine.destroyKeys({ target: scenario.target() });
    const renewed = await scenario.issue();
    expect(
      await scenario.deploy(renewed, { target: scenario.target({ require_rollback: true }) }),
    ).toMatchObject({ status: 'refused', plan: { rollback: 'impossible' } });
  });
});

describe('a certificate that was marked compromised', () => {
  it('is not restored: the plan says so, and a rollback that would need it says why it failed', async () => {
    const old = await scenario.deployed();
    expect(await scenario.engine.compromise({ target: scenario.target(), actor: 'alice' })).toBe(
      old.facts.fingerprint,
    );
    const given = { previousKey: old.privateKeyPem };
    const plan = await scenario.deploy(await scenario.issue(), {
      ...given,
      target: scenario.target({ require_rollback: true }),
    });
    expect(plan).toMatchObject({ status: 'refused', plan: { rollback: 'impossible' } });
    expect(plan.findings.find(({ code }) => code === 'rollback_impossible')?.message).toMatch(
      /marked compromised on .* by alice/,
    );
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue(), given);
    expect(outcome).toMatchObject({
      status: 'also_failed',
      why: 'compromised',
      rollbackError: { code: 'leaf_compromised' },
    });
    expect(scenario.serves(old)).toBe(false);
  });

  it('is not restored either when it was marked while its successor was on the way', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const keepPending = scenario.keeper.keepPending.bind(scenario.keeper);
    scenario.keeper.keepPending = async (...kept) => {
      await scenario.engine.compromise({ leaf: old.facts.fingerprint });
      await keepPending(...kept);
    };
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({
      status: 'also_failed',
      why: 'compromised',
      plan: { rollback: 'kept-key' },
    });
  });

  it('is not brought back on demand either', async () => {
    const old = await scenario.deployed();
    const renewed = await scenario.issue();
    await scenario.deploy(renewed);
    await scenario.engine.compromise({ leaf: old.facts.fingerprint });
    const outcome = await scenario.engine.rollback({ target: scenario.target() });
    expect(outcome).toMatchObject({
      status: 'refused',
      error: { code: 'rollback_impossible', message: expect.stringContaining('marked compromised') },
    });
    expect(scenario.serves(renewed)).toBe(true);
  });

  it('has no key left, at any address, and two rows in the audit', async () => {
    const old = await scenario.deployed();
    await scenario.engine.compromise({ leaf: old.facts.fingerprint, actor: 'bob' });
    expect(await scenario.keeper.find(ADDRESS, old.facts.fingerprint)).toBeUndefined();
    expect(acts()).toMatchObject([
      { event: 'compromise', actor: 'bob', leaf: old.facts.fingerprint },
      { event: 'key-destruction', actor: 'bob', address: ADDRESS },
    ]);
    await scenario.engine.compromise({ leaf: old.facts.fingerprint, actor: 'bob' });
    expect(acts()).toHaveLength(3);
  });

  it('is refused when it is deployed again, or adopted, and so is another one of its key', async () => {
    const old = await scenario.deployed();
    await scenario.engine.compromise({ target: scenario.target() });
    const codes = async (certificate: string, privateKey: string, chain: string) =>
      (
        await scenario.engine.plan({ target: scenario.target(), certificate, privateKey, chain })
      ).findings.map(({ code, severity }) => `${code} ${severity}`);
    expect(await codes(old.certificatePem, old.privateKeyPem, old.chainPem)).toEqual([
      'leaf_compromised refusal',
    ]);
    const sameKey = await scenario.issue({ privateKeyPem: old.privateKeyPem });
    expect(sameKey.facts.publicKey).toBe(old.facts.publicKey);
    expect(await codes(sameKey.certificatePem, sameKey.privateKeyPem, sameKey.chainPem)).toContain(
      'leaf_compromised refusal',
    );
    const other = await scenario.issue();
    expect(await codes(other.certificatePem, other.privateKeyPem, other.chainPem)).not.toContain(
      'leaf_compromised refusal',
    );
    await expect(
      scenario.engine.adopt({ target: scenario.target(), privateKey: old.privateKeyPem }),
    ).rejects.toMatchObject({ code: 'leaf_compromised' });
  });

  it('is named by its target only while the target holds one', async () => {
    await expect(scenario.engine.compromise({ target: scenario.target() })).rejects.toMatchObject({
      code: 'nothing_held',
    });
  });
});
