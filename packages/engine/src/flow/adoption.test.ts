import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

/** A certificate that was in the vault before us. */
async function found() {
  const leaf = await scenario.issue();
  scenario.vault.import('shop', {
    leafPem: leaf.certificatePem,
    chainPems: [leaf.chainPem],
    keyPem: leaf.privateKeyPem,
    tags: {},
    exportable: false,
    contentType: 'pkcs12',
    enabled: true,
  });
  scenario.vault.requests.length = 0;
  return leaf;
}

describe('the adoption of a key', () => {
  it('gives the first deploy a rollback, and leaves the certificate somebody else’s', async () => {
    const leaf = await found();
    const target = scenario.vaultTarget();
    const adopted = await scenario.engine.adopt({
      target,
      privateKey: leaf.privateKeyPem,
      chain: leaf.chainPem,
      actor: 'op',
    });
    expect(adopted).toMatchObject({ address: 'shop', held: { serial: leaf.facts.serial }, chainLength: 1 });
    expect(scenario.vault.writes()).toBe(0);
    expect(scenario.audit.rows()).toEqual([
      expect.objectContaining({ event: 'adoption', actor: 'op', targetId: 'shop', outcome: 'done' }),
    ]);
    const next = await scenario.issue();
    const request = { target, certificate: next.certificatePem, chain: next.chainPem };
    const plan = await scenario.engine.plan({ ...request, privateKey: next.privateKeyPem });
    expect(plan.rollback).toBe('kept-key');
    expect(plan.findings.map(({ code }) => code)).toContain('not_ours');
  });

  it('refuses a key of another certificate', async () => {
    await found();
    const other = await scenario.issue();
    await expect(
      scenario.engine.adopt({ target: scenario.vaultTarget(), privateKey: other.privateKeyPem }),
    ).rejects.toMatchObject({ code: 'key_mismatch' });
    expect(await scenario.keeper.list('shop')).toEqual([]);
  });

  it('asks for the chain where the service does not show it', async () => {
    const leaf = await found();
    await expect(
      scenario.engine.adopt({ target: scenario.vaultTarget(), privateKey: leaf.privateKeyPem }),
    ).rejects.toMatchObject({ code: 'chain_unknown' });
  });

  it('has nothing to match where nothing is held', async () => {
    const leaf = await scenario.issue();
    await expect(
      scenario.engine.adopt({ target: scenario.vaultTarget(), privateKey: leaf.privateKeyPem }),
    ).rejects.toMatchObject({ code: 'nothing_held' });
  });
});

describe('a discovery', () => {
  it('finds what is there and writes nothing', async () => {
    await found();
    const all = [];
    for await (const each of scenario.engine.discover('memory-vault', {})) all.push(each);
    expect(all.map(({ name, config }) => [name, config])).toEqual([['shop', { name: 'shop' }]]);
    expect(scenario.vault.writes()).toBe(0);
  });

  it('says which plugin cannot, and which field is wrong', async () => {
    const run = async (type: string, scope: Record<string, unknown>) => {
      for await (const _ of scenario.engine.discover(type, scope)) break;
    };
    await expect(run('memory', {})).rejects.toMatchObject({ code: 'discovery_unsupported' });
    await expect(run('memory-vault', { colour: 'red' })).rejects.toMatchObject({ code: 'target_invalid' });
  });
});
