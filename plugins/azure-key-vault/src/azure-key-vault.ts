import { definePlugin } from '@certctl/plugin-api';
import { azureAuditRole, azureRole } from './azure-role.js';
import { capabilities } from './capabilities.js';
import { classify } from './classify.js';
import { connectionOf, type KeyVaultConnection, keyVaultConfig, keyVaultScope } from './config.js';
import { limits, quotas } from './limits.js';
import { admitMonitorEndpoints } from './monitor-hosts.js';
import { permissions } from './permissions.js';
import { resolvePlace } from './place.js';
import { rules } from './rules.js';
import { admitAuthority, admitVault } from './vault-host.js';
import { VERSION } from './version.js';

/** The store plugin for Azure Key Vault: targets of type `AzureKeyVault`. */
export const azureKeyVault = definePlugin({
  kind: 'store',
  type: 'AzureKeyVault',
  alias: 'azure-key-vault',
  title: 'Azure Key Vault',
  version: VERSION,
  config: keyVaultConfig,
  capabilities,
  permissions,
  quotas,
  limits,
  rules,
  policies: { 'azure-role': azureRole, 'azure-audit-role': azureAuditRole },
  discovery: { scope: keyVaultScope, connection: connectionOf },
  connection: connectionOf,
  pin: (config) => ({ address: resolvePlace(config).address, field: 'certificate_name' }),
  async open(connection: KeyVaultConnection, services) {
    admitVault(connection.vault_url, services.http);
    admitAuthority(connection.authority_host, services.http);
    admitMonitorEndpoints(connection.endpoints, services.http);
    // The SDK costs more to load than all the rest, and showing the manifest does not need it.
    const [{ openClients }, { KeyVaultStore }] = await Promise.all([
      import('./azure-clients.js'),
      import('./key-vault-store.js'),
    ]);
    return new KeyVaultStore(await openClients(connection, services));
  },
  classify,
});
