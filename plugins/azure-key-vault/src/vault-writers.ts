import type { Writers } from '@certctl/plugin-api';
import { activityTrail } from './activity-trail.js';
import { auditTrail } from './audit-trail.js';
import type { AzureClients } from './azure-clients.js';
import type { KeyVaultConfig } from './config.js';
import { withRemedy } from './remedies.js';
import { identityIn } from './token-identity.js';

type Clients = Pick<AzureClients, 'monitor' | 'token' | 'vaultUrl'>;

/** Who wrote to a certificate, and who changed its vault: two records, each of which is read where it is configured. */
export function vaultWriters(
  name: string,
  { vault_resource_id, log_analytics_workspace_id }: KeyVaultConfig,
  { monitor, token, vaultUrl }: Clients,
): Writers {
  return {
    self: (call) =>
      withRemedy(async () => {
        await token.ready(call);
        return token.current === undefined ? undefined : identityIn(token.current);
      }),
    trails: [
      auditTrail({ vaultUrl, name, workspace: log_analytics_workspace_id }, monitor),
      activityTrail(vault_resource_id, monitor),
    ],
  };
}
