/**
 * Data actions of Azure's roles, as the runbook's role spells them.
 * https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
 */
export const OPERATION = {
  import: 'Microsoft.KeyVault/vaults/certificates/import/action',
  read: 'Microsoft.KeyVault/vaults/certificates/read',
  listVersions: 'Microsoft.KeyVault/vaults/certificates/listversions/read',
  update: 'Microsoft.KeyVault/vaults/certificates/update/action',
  getSecret: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  recover: 'Microsoft.KeyVault/vaults/certificates/recover/action',
  delete: 'Microsoft.KeyVault/vaults/certificates/delete',
  /** Of the subscription, and of the workspace: actions of the control plane. */
  activityLog: 'Microsoft.Insights/eventtypes/values/read',
  queryLogs: 'Microsoft.OperationalInsights/workspaces/query/read',
  /** Not an action of a vault, and granted to everybody who has an identity. */
  token: 'Microsoft.Entra/token',
} as const;
