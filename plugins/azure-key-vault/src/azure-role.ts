import { CertctlError, type JsonObject, type PolicyOptions } from '@certctl/plugin-api';
import { type KeyVaultConfig, keyVaultConfig } from './config.js';
import { permissions } from './permissions.js';

/**
 * The custom role of the identity that deploys, to be assigned at the vault: role definition JSON.
 * https://learn.microsoft.com/azure/role-based-access-control/custom-roles
 *
 * @throws CertctlError `target_invalid` for a configuration that is not valid
 */
export function azureRole({ config, optional }: PolicyOptions): JsonObject {
  const vault = config === undefined ? '<vault-name>' : vaultName(parse(config));
  const dataActions = permissions
    .filter(({ need, grant }) => grant?.dataActions !== undefined && (need === 'required' || optional))
    .map(({ operation }) => operation);
  return {
    properties: {
      roleName: 'certctl-keyvault-deployer',
      description: optional
        ? 'Permissions for certctl Key Vault target, optional ones included'
        : 'Minimum permissions for certctl Key Vault target',
      // Subscription and resource group are in no configuration: the vault's host is all that a deploy needs.
      assignableScopes: [
        `/subscriptions/<sub>/resourceGroups/<rg>/providers/Microsoft.KeyVault/vaults/${vault}`,
      ],
      permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
    },
  };
}

/**
 * The custom role of the identity that asks who wrote: actions of the control plane, to be assigned at the subscription
 * for the Activity Log and at the workspace for the audit events. The role of the vault has no part in it.
 * https://learn.microsoft.com/azure/azure-monitor/logs/manage-access
 *
 * @throws CertctlError `target_invalid` for a configuration that is not valid
 */
export function azureAuditRole({ config }: PolicyOptions): JsonObject {
  const { vault_resource_id: id } = config === undefined ? {} : parse(config);
  const actions = permissions.flatMap(({ grant }) => (Array.isArray(grant?.actions) ? grant.actions : []));
  return {
    properties: {
      roleName: 'certctl-keyvault-auditor',
      description: 'Permissions for certctl writers: who wrote to a Key Vault target',
      assignableScopes: [`/subscriptions/${id?.split('/')[2] ?? '<sub>'}`],
      permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
    },
  };
}

/** The first label of the host. */
export function vaultName({ vault_url }: Pick<KeyVaultConfig, 'vault_url'>): string {
  return new URL(vault_url).hostname.split('.')[0] ?? '';
}

function parse(config: Readonly<Record<string, unknown>>): KeyVaultConfig {
  const result = keyVaultConfig.safeParse(config);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new CertctlError(
    'target_invalid',
    `The configuration is not valid: ${field === '' ? '' : `${field}: `}${issue?.message}.`,
  );
}
