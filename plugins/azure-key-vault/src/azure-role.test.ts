import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { azureAuditRole, azureRole } from './azure-role.js';
import { permissions } from './permissions.js';

describe('azureRole', () => {
  it("prints the runbook's role", () => {
    expect(azureRole({ optional: false })).toEqual({
      properties: {
        roleName: 'certctl-keyvault-deployer',
        description: 'Minimum permissions for certctl Key Vault target',
        assignableScopes: [
          '/subscriptions/<sub>/resourceGroups/<rg>/providers/Microsoft.KeyVault/vaults/<vault-name>',
        ],
        permissions: [
          {
            actions: [],
            notActions: [],
            dataActions: [
              'Microsoft.KeyVault/vaults/certificates/import/action',
              'Microsoft.KeyVault/vaults/certificates/read',
              'Microsoft.KeyVault/vaults/certificates/listversions/read',
            ],
            notDataActions: [],
          },
        ],
      },
    });
  });

  it('prints it in the README, word for word', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const printed = readme.split('```json\n').map((part) => part.split('\n```')[0] ?? '');
    const [role] = printed.filter((text) => text.includes('roleName'));
    expect(JSON.parse(role ?? '')).toEqual(azureRole({ optional: false }));
  });

  it('adds what is optional when asked to, and narrows to the vault of a target', () => {
    const config = { vault_url: 'https://Prod-Vault.vault.azure.cn', certificate_name: 'api' };
    expect(azureRole({ config, optional: true })).toMatchObject({
      properties: {
        assignableScopes: [expect.stringMatching(/\/vaults\/prod-vault$/)],
        permissions: [
          {
            dataActions: expect.arrayContaining([
              'Microsoft.KeyVault/vaults/secrets/getSecret/action',
              'Microsoft.KeyVault/vaults/certificates/update/action',
              'Microsoft.KeyVault/vaults/certificates/recover/action',
              'Microsoft.KeyVault/vaults/certificates/delete',
            ]),
          },
        ],
      },
    });
  });

  it('says what is wrong with a configuration instead of printing a role for it', () => {
    const config = { vault_url: 'https://prod-vault.vault.azure.net', certificate_name: 'a_b' };
    expect(() => azureRole({ config, optional: false })).toThrow(
      'The configuration is not valid: certificate_name: must be 1 to 127 letters, digits and hyphens.',
    );
  });
});

describe('an optional permission', () => {
  it('says what is lost without it, and every other says nothing', () => {
    for (const { need, without, operation } of permissions) {
      expect(without !== undefined, operation).toBe(need === 'optional');
    }
  });
});

describe('azureAuditRole', () => {
  const id =
    '/subscriptions/22222222-3333-4444-8555-666666666666/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/prod';
  const config = {
    vault_url: 'https://prod.vault.azure.net',
    certificate_name: 'web',
    vault_resource_id: id,
  };
  const rolesOf = (role: unknown) =>
    // JSON whose shape the assertions check.
    (role as { properties: { assignableScopes: string[]; permissions: Record<string, string[]>[] } })
      .properties;

  it('has the actions of the audit and nothing of the vault', () => {
    const { permissions: blocks } = rolesOf(azureAuditRole({ optional: true }));
    expect(blocks).toEqual([
      {
        actions: [
          'Microsoft.Insights/eventtypes/values/read',
          'Microsoft.OperationalInsights/workspaces/query/read',
          'Microsoft.OperationalInsights/workspaces/query/AZKVAuditLogs/read',
          'Microsoft.OperationalInsights/workspaces/query/AzureDiagnostics/read',
        ],
        notActions: [],
        dataActions: [],
        notDataActions: [],
      },
    ]);
    expect(rolesOf(azureRole({ optional: true })).permissions[0]?.actions).toEqual([]);
    expect(JSON.stringify(azureRole({ optional: true }))).not.toContain('Insights');
  });

  it('is for the subscription of the vault, where the target names it', () => {
    expect(rolesOf(azureAuditRole({ optional: true })).assignableScopes).toEqual(['/subscriptions/<sub>']);
    expect(rolesOf(azureAuditRole({ optional: true, config })).assignableScopes).toEqual([
      '/subscriptions/22222222-3333-4444-8555-666666666666',
    ]);
  });
});
