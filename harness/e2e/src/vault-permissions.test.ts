import { readFileSync } from 'node:fs';
import type { RoleDefinition } from '@certctl/emulators';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, expectStatus, leafIssued } from './acm-scenario.js';
import { gives, TOKEN, VaultScenario, type VaultScenarioOptions } from './vault-scenario.js';

let running: VaultScenario | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** The role that operators are told to assign, to the letter. */
const RUNBOOK_ROLE: RoleDefinition = JSON.parse(
  readFileSync(new URL('./runbook-role.json', import.meta.url), 'utf8'),
);

const DATA_ACTIONS = azureKeyVault.permissions
  .map(({ operation }) => operation)
  .filter((operation) => operation.startsWith('Microsoft.KeyVault/'));

function allowing(dataActions: readonly string[]): RoleDefinition {
  return { properties: { permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }] } };
}

const without = (operation: string) => allowing(DATA_ACTIONS.filter((each) => each !== operation));

async function startWith(allow: RoleDefinition, options: VaultScenarioOptions = {}): Promise<VaultScenario> {
  running = await VaultScenario.create({ ...options, allow });
  return running;
}

describe('under the documented minimum role, and nothing else', () => {
  it('a first deploy, a renewal and a rollback all work', async () => {
    const scenario = await startWith(RUNBOOK_ROLE);
    const [first, renewed, bad] = [await leafIssued(10), await leafIssued(5), await leafIssued(1)];
    expectStatus(await scenario.deploy(first), 'deployed');
    const second = expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(codesOf(second)).toContain('chain_not_proven');
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = expectStatus(await scenario.deploy(bad), 'restored');
    // The role does not allow the update that disables a version, and the outcome says which one stays enabled.
    expect(codesOf(outcome)).toContain('bad_revision_enabled');
    expect(gives(scenario.held().latest, renewed)).toBe(true);
    expect(scenario.held().latest.tags).toMatchObject({ 'certctl-managed-by': 'certctl' });
  });

  it('has no way back for a certificate whose key is kept nowhere, and the plan says so', async () => {
    const scenario = await startWith(RUNBOOK_ROLE);
    await scenario.deployed(await leafIssued(10));
    scenario.forgetKeys();
    const target = scenario.target({}, { require_rollback: true });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5), { target }), 'refused');
    expect(codesOf(outcome)).toEqual(expect.arrayContaining(['permission_missing', 'rollback_impossible']));
    expect(scenario.writes()).toEqual([]);
  });
});

describe('the role that the plugin prints', () => {
  it('is the documented one, action by action', () => {
    const printed = azureKeyVault.policies['azure-role']?.({ optional: false });
    const [permissions] = RUNBOOK_ROLE.properties.permissions;
    expect(JSON.stringify(printed)).toContain(JSON.stringify(permissions?.dataActions));
  });
});

describe('a certificate that cannot be read', () => {
  it('is never taken for one that is not there', async () => {
    const scenario = await startWith(allowing(DATA_ACTIONS));
    await scenario.deployed(await leafIssued(10));
    const read = 'Microsoft.KeyVault/vaults/certificates/read';
    scenario.emulator.addPrincipal({ token: TOKEN, allow: without(read) });
    const outcome = await scenario.deploy(await leafIssued(5));
    expect(outcome.status).toBe('refused');
    expect(scenario.versions()).toHaveLength(1);
  });
});

describe('with one permission missing', () => {
  const required = azureKeyVault.permissions.filter(
    ({ need, effect, operation }) =>
      need === 'required' && effect === 'read' && DATA_ACTIONS.includes(operation),
  );
  it.each(required.map(({ operation }) => operation).filter((each) => !each.includes('listversions')))(
    '%s: a renewal is refused before any write, with the statement to add',
    async (operation) => {
      const scenario = await startWith(allowing(DATA_ACTIONS));
      const old = await leafIssued(10);
      await scenario.deployed(old);
      scenario.emulator.addPrincipal({ token: TOKEN, allow: without(operation) });
      const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'refused');
      expect(outcome.error).toMatchObject({ operation, failure: { permission: true } });
      expect(outcome.error.remedy).toContain(operation);
      expect(scenario.writes()).toEqual([]);
      expect(gives(scenario.held().latest, old)).toBe(true);
    },
  );

  it('import: the vault refuses the one write, and nothing has changed', async () => {
    const scenario = await startWith(without('Microsoft.KeyVault/vaults/certificates/import/action'));
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'failed');
    expect(outcome.error.remedy).toContain('Microsoft.KeyVault/vaults/certificates/import/action');
    expect(scenario.versions()).toEqual([]);
  });

  it('a firewall is not taken for a missing permission', async () => {
    const scenario = await startWith(allowing(DATA_ACTIONS), { emulator: { firewall: true } });
    const outcome = await scenario.deploy(await leafIssued(5));
    expect(outcome.status).toBe('failed');
    expect(outcome.status === 'failed' && outcome.error.failure?.permission).not.toBe(true);
  });
});
