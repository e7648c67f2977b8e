import type { RoleDefinition } from '../iam/role-definition.js';

/** Behaviour that is a choice, not verified or published as a rate; all of it may be changed at run time. */
export interface MonitorSettings {
  /** Milliseconds after which an event can be read. @default 0 */
  lag: number;
  /** Calls in thirty seconds of one principal. @default 'off' */
  rates: 'off' | number;
  /** Tables that the vaults' diagnostic settings fill. @default 'AZKVAuditLogs' */
  tables: 'AZKVAuditLogs' | 'AzureDiagnostics' | 'both' | 'none';
  /** What CorrelationId is. Unverified. @default 'client-request-id' */
  correlation: 'client-request-id' | 'request-id';
  /** Rows after which a result is cut. @default 500000 */
  mostRows: number;
  /** Events on a page of the Activity Log. @default 200 */
  pageSize: number;
}

export const defaultSettings: MonitorSettings = {
  lag: 0,
  rates: 'off',
  tables: 'AZKVAuditLogs',
  correlation: 'client-request-id',
  mostRows: 500_000,
  pageSize: 200,
};

/** A bearer token, and what it is good for. */
export interface MonitorPrincipalOption {
  readonly token: string;
  /** The audience: `https://management.azure.com`, `https://api.loganalytics.azure.com`. */
  readonly resource: string;
  readonly objectId?: string;
  readonly clientId?: string;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
  /** The only permissions of this principal; without it everything is allowed. */
  readonly allow?: RoleDefinition;
}

/** Something that was done to a vault, past its data plane. */
export interface ActivityOption {
  /** `Microsoft.KeyVault/vaults/write`, … */
  readonly operation: string;
  /** Resource id of the vault. */
  readonly resourceId: string;
  readonly caller: string;
  readonly objectId?: string;
  readonly clientId?: string;
  /** @default 'Succeeded' */
  readonly status?: 'Succeeded' | 'Failed';
}
