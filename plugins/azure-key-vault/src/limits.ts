import type { Quota, StoreLimits } from '@certctl/plugin-api';
import { OPERATION } from './operations.js';

const OBJECTS = 'https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates';
const RATES = 'https://learn.microsoft.com/azure/key-vault/general/service-limits';

/** What Key Vault accepts, as far as it does not depend on what it already holds. */
export const limits: StoreLimits = {
  // Newer documents say 512 characters; what fits the older limit fits both.
  tags: { most: 15, nameLength: 256, valueLength: 256, reservedPrefixes: [], source: OBJECTS },
};

const perTenSeconds = (operation: string, requests: number): Quota => ({
  operation,
  requests,
  perMs: 10_000,
  scope: 'vault',
  source: RATES,
});

/** Published rates. Operations of one row share it with each other and with everybody else at the vault. */
export const quotas: readonly Quota[] = [
  perTenSeconds(OPERATION.import, 300),
  ...[
    OPERATION.read,
    OPERATION.listVersions,
    OPERATION.getSecret,
    OPERATION.update,
    OPERATION.recover,
    OPERATION.delete,
  ].map((operation) => perTenSeconds(operation, 4_000)),
  {
    operation: OPERATION.queryLogs,
    requests: 200,
    perMs: 30_000,
    scope: 'user',
    source: 'https://learn.microsoft.com/azure/azure-monitor/service-limits#la-query-api',
  },
];
