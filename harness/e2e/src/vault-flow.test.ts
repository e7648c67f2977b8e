import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, handshake, leafIssued } from './acm-scenario.js';
import { gives, NAME, VaultScenario } from './vault-scenario.js';

let scenario: VaultScenario;
afterEach(() => scenario.close());

describe('a certificate in Key Vault', () => {
  it('is imported, renewed as a new version, and left alone when nothing is to be done', async () => {
    scenario = await VaultScenario.create();
    const [first, renewed] = [await leafIssued(10), await leafIssued(5)];
    const target = scenario.target({ tags: { env: 'production' } });
    const fresh = expectStatus(await scenario.deploy(first, { target }), 'deployed');
    expect(fresh.reference).toBe(`${scenario.emulator.url}/secrets/${NAME}`);
    expect(fresh.revisionReference).toBe(`${fresh.reference}/${scenario.held().latest.version}`);
    const next = expectStatus(await scenario.deploy(renewed, { target }), 'deployed');
    expect(next.reference).toBe(fresh.reference);
    expect(next.revision).not.toBe(fresh.revision);
    expect(gives(scenario.held().latest, renewed)).toBe(true);
    expect(scenario.held().latest.tags).toMatchObject({ env: 'production', 'certctl-target-id': 'api' });
    scenario.emulator.requests.clear();
    const again = expectStatus(await scenario.deploy(renewed, { target }), 'unchanged');
    expect(again.revision).toBe(next.revision);
    expect(scenario.writes()).toEqual([]);
  });

  it.each([
    ['EC keys', { keyAlgorithm: 'EC-P-256' }],
    ['RSA keys', { keyAlgorithm: 'RSA-2048' }],
  ] as const)('of %s, in both forms, is served at a handshake', async (_, options) => {
    scenario = await VaultScenario.create();
    for (const content_type of ['pkcs12', 'pem']) {
      const leaf = await leafIssued(content_type === 'pem' ? 5 : 10, options);
      expectStatus(await scenario.deploy(leaf, { target: scenario.target({ content_type }) }), 'deployed');
      expect(gives(scenario.held().latest, leaf)).toBe(true);
    }
    const served = await handshake(await scenario.emulator.listenTls(NAME));
    expect(Buffer.compare(served.raw, scenario.held().latest.leaf)).toBe(0);
  });

  it('reaches a vault that reads 3DES only, when it is asked to', async () => {
    scenario = await VaultScenario.create({
      emulator: { pfxEncryptions: { aes256: false, tripleDes: true } },
    });
    const leaf = await leafIssued(5);
    expectStatus(await scenario.deploy(leaf), 'failed');
    const target = scenario.target({ pfx_encryption: '3des' });
    expectStatus(await scenario.deploy(leaf, { target }), 'deployed');
    expect(gives(scenario.held().latest, leaf)).toBe(true);
  });

  it('keeps the tags that somebody else set, though a vault carries none over', async () => {
    scenario = await VaultScenario.create();
    await scenario.deployed(await leafIssued(10), { target: scenario.target({ tags: { team: 'web' } }) });
    expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed');
    expect(scenario.held().latest.tags).toMatchObject({ team: 'web' });
  });

  it('has its policy and attributes on the wire, and not only in the SDK', async () => {
    scenario = await VaultScenario.create();
    const target = scenario.target({ exportable: false, content_type: 'pem' });
    expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'deployed');
    expect(scenario.held().latest).toMatchObject({ contentType: 'application/x-pem-file', enabled: true });
    expect(JSON.stringify(scenario.held().policy)).toMatch(/"exportable":false/);
  });

  it('is shown late by the vault, and proven all the same', async () => {
    scenario = await VaultScenario.create();
    await scenario.deployed(await leafIssued(10));
    scenario.emulator.settings.lateReads = { reads: 2 };
    const renewed = await leafIssued(5);
    expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(gives(scenario.held().latest, renewed)).toBe(true);
  });
});

describe('a rollback in Key Vault', () => {
  it.each([['kept here'], ['read back from the vault']])(
    'makes the old certificate the latest, key %s, and disables the bad version',
    async (where) => {
      scenario = await VaultScenario.create();
      const old = await leafIssued(10);
      const target = scenario.target({ tags: { env: 'production' }, content_type: 'pem' });
      await scenario.deployed(old, { target });
      const [before] = scenario.versions();
      if (where !== 'kept here') scenario.forgetKeys();
      scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
      const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'restored');
      const [, bad, latest] = scenario.versions();
      expect(gives(latest, old)).toBe(true);
      expect(latest).toMatchObject({
        tags: before?.tags,
        contentType: before?.contentType,
        policy: { ...before?.policy, updatedAt: expect.any(Number) },
      });
      expect(bad).toMatchObject({ enabled: false });
      expect(outcome).toMatchObject({ revision: latest?.version, takenBack: bad?.version });
      expect(outcome.plan?.rollback).toBe(where === 'kept here' ? 'kept-key' : 'exact');
      expect((await handshake(await scenario.emulator.listenTls(NAME))).raw).toEqual(
        Buffer.from(old.facts.der),
      );
    },
  );

  it('withdraws a first version that could not be proven', async () => {
    scenario = await VaultScenario.create();
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    expectStatus(await scenario.deploy(await leafIssued(5)), 'withdrawn');
    expect(scenario.held().latest.enabled).toBe(false);
  });

  it('leaves alone what somebody else imported on top', async () => {
    scenario = await VaultScenario.create();
    await scenario.deployed(await leafIssued(10));
    scenario.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'second-writer',
      when: 'after-effect',
    });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'also_failed');
    expect(outcome).toMatchObject({ why: 'foreign_writer', holds: 'foreign' });
    expect(scenario.held().latest.principal).not.toBe(scenario.versions()[0]?.principal);
  });

  it('finds an import again whose answer was lost, by its version', async () => {
    scenario = await VaultScenario.create();
    await scenario.deployed(await leafIssued(10));
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    const renewed = await leafIssued(5);
    expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(scenario.versions()).toHaveLength(2);
    expect(gives(scenario.held().latest, renewed)).toBe(true);
  });
});

describe('a deleted name in Key Vault', () => {
  async function deletedName(emulator: Parameters<typeof VaultScenario.create>[0] = {}) {
    scenario = await VaultScenario.create(emulator);
    const old = await leafIssued(10);
    await scenario.deployed(old);
    const { url } = scenario.emulator;
    const headers = { authorization: 'Bearer token-of-the-deployer' };
    await fetch(`${url}/certificates/${NAME}?api-version=2025-07-01`, { method: 'DELETE', headers });
    await expect.poll(() => scenario.held().status, { interval: 20 }).toBe('deleted');
    scenario.emulator.requests.clear();
    return old;
  }

  async function deletionOf(): Promise<string> {
    const leaf = await leafIssued(4);
    const plan = await scenario.engine.plan({
      target: scenario.target(),
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
    });
    const step = plan.steps.find(({ kind }) => kind === 'undelete');
    return step?.kind === 'undelete' ? step.deletion : '';
  }

  it('is refused, and nothing is recovered or written', async () => {
    await deletedName();
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
    expect(codesOf(outcome)).toContain('name_deleted');
    expect(scenario.writes()).toEqual([]);
  });

  it('is recovered for one deploy that names the deletion, however long that takes', async () => {
    await deletedName({ emulator: { recoveringMs: 300 } });
    const leaf = await leafIssued(5);
    const outcome = await scenario.deploy(leaf, { acts: { undelete: await deletionOf() } });
    expectStatus(outcome, 'deployed');
    expect(gives(scenario.held().latest, leaf)).toBe(true);
  });

  it('is deleted again when the deploy fails', async () => {
    await deletedName({ emulator: { recoveringMs: 100, deletingMs: 100 } });
    const undelete = await deletionOf();
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await leafIssued(5), { acts: { undelete } });
    expectStatus(outcome, 'withdrawn');
    expect(scenario.held().status).toBe('deleted');
    expect(scenario.held().latest.enabled).toBe(false);
  });

  it('under purge protection can only be recovered, and the plan says until when', async () => {
    await deletedName({ emulator: { purgeProtection: true } });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
    const finding = outcome.findings.find(({ code }) => code === 'name_deleted');
    expect(finding?.remedy).toMatch(/wait until it is purged on 20\d\d-.*purge protection/);
  });
});
