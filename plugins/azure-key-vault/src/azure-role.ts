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
    .filter(({ need, grant }) => grant !== undefined && (need === 'required' || optional))
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
