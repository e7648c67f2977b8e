import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { FakeVaultOptions, RoleDefinition } from '@certctl/emulators';
import { TOKENS } from '@certctl/engine';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, leafIssued } from './acm-scenario.js';
import { gives, NAME, TOKEN, VaultScenario, type VaultScenarioOptions } from './vault-scenario.js';

let scenario: VaultScenario;
afterEach(() => scenario.close());

const seeded = ({ certificatePem, privateKeyPem, chainPem }: IssuedLeaf, more: object = {}) =>
  scenario.emulator.seed({
    name: NAME,
    certificate: certificatePem,
    privateKey: privateKeyPem,
    chain: chainPem,
    ...more,
  });

async function start(emulator: FakeVaultOptions = {}, more: VaultScenarioOptions = {}): Promise<void> {
  scenario = await VaultScenario.create({ emulator, ...more });
}

async function tookOver(leaf: IssuedLeaf, held: IssuedLeaf, config: Readonly<Record<string, unknown>> = {}) {
  const target = scenario.target(config);
  return scenario.deploy(leaf, { target, acts: { takeOver: held.facts.fingerprint } });
}

describe('a target that cannot be', () => {
  it('of a host that is not a vault is told nothing, unless the host of the engine allows it', async () => {
    const http = { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: false };
    await start({}, { services: [[TOKENS.http, http]] });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
    expect(outcome.error).toMatchObject({ code: 'target_invalid' });
    expect(outcome.error.message).toContain('is not a vault of Azure');
    expect(scenario.emulator.requests.all()).toEqual([]);
  });

  it.each([
    ['a name of 128 characters', { certificate_name: 'a'.repeat(128) }, 'certificate_name'],
    ['a name with a dot', { certificate_name: 'www.example.com' }, 'certificate_name'],
    ['a mode that nobody knows', { credential_mode: 'password' }, 'credential_mode'],
  ])('with %s is refused, and the field named', async (_, config, field) => {
    await start();
    const outcome = await scenario.deploy(await leafIssued(5), { target: scenario.target(config) });
    expect(expectStatus(outcome, 'refused').error.message).toContain(field);
    expect(scenario.emulator.requests.all()).toEqual([]);
  });

  it('with more tags than a version can carry, ours counted, is refused before any write', async () => {
    await start();
    const tags = Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`t${at}`, '']));
    const outcome = await scenario.deploy(await leafIssued(5), { target: scenario.target({ tags }) });
    expect(codesOf(expectStatus(outcome, 'refused'))).toContain('tags_beyond_limit');
    expect(scenario.writes()).toEqual([]);
  });
});

describe('what is held already', () => {
  it('with a key in hardware is not replaced', async () => {
    await start({ premium: true });
    const held = await leafIssued(10);
    seeded(held, { policy: { key_props: { kty: 'EC-HSM', exportable: false } } });
    const outcome = expectStatus(await tookOver(await leafIssued(5), held), 'refused');
    expect(codesOf(outcome)).toContain('keyvault_key_in_hardware');
    expect(scenario.writes()).toEqual([]);
  });

  it('with a key that the vault does not let out has no way back, and the plan says so', async () => {
    await start();
    const held = await leafIssued(10);
    seeded(held, { policy: { key_props: { exportable: false } } });
    const target = scenario.target({ exportable: false }, { require_rollback: true });
    const acts = { takeOver: held.facts.fingerprint };
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target, acts }), 'refused');
    expect(codesOf(outcome)).toEqual(
      expect.arrayContaining(['keyvault_not_exportable', 'rollback_impossible']),
    );
    expect(scenario.writes()).toEqual([]);
    const allowed = await tookOver(await leafIssued(4), held, { exportable: false });
    expect(codesOf(expectStatus(allowed, 'deployed'))).toContain('keyvault_not_exportable');
  });

  it('and was disabled by somebody else is served again by no deploy of itself', async () => {
    await start();
    const leaf = await leafIssued(10);
    await scenario.deployed(leaf);
    const { version } = scenario.held().latest;
    const answer = await fetch(
      `${scenario.emulator.url}/certificates/${NAME}/${version}?api-version=2025-07-01`,
      {
        method: 'PATCH',
        headers: { authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ attributes: { enabled: false } }),
      },
    );
    expect(answer.status).toBe(200);
    scenario.emulator.requests.clear();
    const again = expectStatus(await scenario.deploy(leaf), 'refused');
    expect(codesOf(again)).toContain('latest_disabled');
    expect(scenario.writes()).toEqual([]);
    const next = await leafIssued(5);
    const outcome = expectStatus(await scenario.deploy(next), 'deployed');
    expect(codesOf(outcome)).toContain('keyvault_latest_disabled');
    expect(gives(scenario.held().latest, next)).toBe(true);
    expect(scenario.versions()[0]?.enabled).toBe(false);
  });
});

describe('a vault that answers HTML', () => {
  it.each(['GetCertificate', 'GetDeletedCertificate'])(
    'to %s is not taken for an empty one',
    async (operation) => {
      await start();
      scenario.emulator.faults.add({ operation, kind: 'html', on: { every: 1 } });
      const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'failed');
      expect(outcome.error).toMatchObject({ code: 'service_broken' });
      expect(outcome.error.message).not.toContain('<');
      expect(scenario.writes()).toEqual([]);
    },
  );

  it.each([
    ['before the import took effect', 'before-effect', 'failed'],
    ['after it did', 'after-effect', 'deployed'],
  ] as const)('to an import, %s, is looked behind', async (_, when, status) => {
    await start();
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'html', when });
    const leaf = await leafIssued(5);
    expectStatus(await scenario.deploy(leaf), status);
    expect(scenario.versions()).toHaveLength(status === 'deployed' ? 1 : 0);
  });
});

const DATA_ACTIONS = azureKeyVault.permissions
  .map(({ operation }) => operation)
  .filter((operation) => operation.startsWith('Microsoft.KeyVault/'));

function without(operation: string): RoleDefinition {
  const dataActions = DATA_ACTIONS.filter((each) => !each.endsWith(operation));
  return { properties: { permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }] } };
}

/** Takes a permission away from a deployer that had all of them. */
function deny(operation: string): void {
  scenario.emulator.addPrincipal({ token: TOKEN, allow: without(operation) });
}

describe('with an optional permission missing', () => {
  it('getSecret: it deploys, and says that chain and way back are not what they could be', async () => {
    await start();
    await scenario.deployed(await leafIssued(10));
    scenario.forgetKeys();
    deny('secrets/getSecret/action');
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'deployed');
    expect(codesOf(outcome)).toEqual(
      expect.arrayContaining(['permission_missing', 'rollback_impossible', 'chain_not_proven']),
    );
    const finding = outcome.findings.find(({ code }) => code === 'permission_missing');
    expect(`${finding?.message} ${finding?.remedy}`).toContain('secrets/getSecret/action');
  });

  it('update: the old certificate comes back, and the bad version that stays enabled is named', async () => {
    await start();
    const old = await leafIssued(10);
    await scenario.deployed(old);
    deny('certificates/update/action');
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'restored');
    const [, bad] = scenario.versions();
    const finding = outcome.findings.find(({ code }) => code === 'bad_revision_enabled');
    expect(finding?.message).toContain(bad?.version);
    expect(gives(scenario.held().latest, old)).toBe(true);
  });

  it('recover: a deleted name stays deleted, and the statement to add is printed', async () => {
    await start();
    await scenario.deployed(await leafIssued(10));
    const undelete = await deleted();
    deny('certificates/recover/action');
    const outcome = await scenario.deploy(await leafIssued(5), { acts: { undelete } });
    expect(['failed', 'refused']).toContain(outcome.status);
    expect('error' in outcome && outcome.error.remedy).toContain('certificates/recover/action');
    expect(scenario.held().status).toBe('deleted');
  });

  it('delete: a recovered name whose deploy failed stays recovered, and the outcome says so', async () => {
    await start();
    const old = await leafIssued(10);
    await scenario.deployed(old);
    const undelete = await deleted();
    deny('vaults/certificates/delete');
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await leafIssued(5), { acts: { undelete } });
    expect(expectStatus(outcome, 'also_failed')).toMatchObject({ why: 'no_permission' });
    expect(scenario.held().status).toBe('active');
  });

  /** Deletes the name; which deletion it is, as the plan tells it. */
  async function deleted(): Promise<string> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const url = `${scenario.emulator.url}/certificates/${NAME}?api-version=2025-07-01`;
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
    const refused = expectStatus(await scenario.deploy(await leafIssued(6)), 'refused');
    const step = refused.plan?.steps.find(({ kind }) => kind === 'undelete');
    return step?.kind === 'undelete' ? step.deletion : '';
  }
});

describe('with a needed permission missing in an access policy', () => {
  it.each([
    ['get', 'certificates/read'],
    ['list', 'certificates/listversions/read'],
  ])('%s: a renewal is refused before any write, with what to add', async (permission, operation) => {
    await start();
    seeded(await leafIssued(12));
    const held = await leafIssued(10);
    seeded(held, { enabled: permission !== 'list' });
    const certificates = ['get', 'list', 'import', 'update'].filter((each) => each !== permission);
    const accessPolicy = { certificates, secrets: ['get'] };
    scenario.emulator.addPrincipal({ token: TOKEN, accessPolicy });
    const outcome = expectStatus(await tookOver(await leafIssued(5), held), 'refused');
    expect(outcome.error.remedy).toContain(operation);
    expect(scenario.writes()).toEqual([]);
  });
});
