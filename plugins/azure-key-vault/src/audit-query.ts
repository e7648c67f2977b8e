import type { WriteWindow } from '@certctl/plugin-api';
import type { AuditTable } from './monitor-api.js';

/**
 * What changes a certificate, by the names of audit events, and what it touches.
 * https://learn.microsoft.com/azure/key-vault/general/logging
 */
export const AUDITED: Readonly<Record<string, string>> = {
  CertificateImport: 'a new version with its private key',
  CertificateCreate: 'a new version, issued by the vault',
  CertificateEnroll: 'a new version, issued by the vault',
  CertificateRenew: 'a new version, issued by the vault',
  CertificatePendingMerge: 'a new version, of a request of the vault',
  CertificateUpdate: 'tags or state of a version',
  CertificatePolicySet: 'the policy',
  CertificatePolicyUpdate: 'the policy',
  CertificateDelete: 'the certificate: deleted',
  CertificateRecover: 'the certificate: recovered',
  CertificateRestore: 'the certificate: restored from a backup',
  CertificatePurge: 'the certificate: purged',
};

/**
 * The columns by one set of names, whatever the table. A vault's setting fills one of the two, and of the older one the
 * columns exist only once an event has had them.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/azkvauditlogs
 */
const PROJECTIONS: Readonly<Record<AuditTable, readonly string[]>> = {
  AZKVAuditLogs: [
    'TimeGenerated',
    'OperationName',
    'ResultSignature',
    'Status = HttpStatusCode',
    'CorrelationId',
    'CallerIpAddress',
    'ClientInfo',
    'RequestUri',
    'Id',
    'Identity',
  ],
  AzureDiagnostics: [
    'TimeGenerated',
    'OperationName',
    'ResultSignature',
    "Status = column_ifexists('httpStatusCode_d', 0)",
    'CorrelationId',
    'CallerIpAddress = CallerIPAddress',
    "ClientInfo = column_ifexists('clientInfo_s', '')",
    'RequestUri = requestUri_s',
    "Id = column_ifexists('id_s', '')",
    "Oid = column_ifexists('identity_claim_oid_g', '')",
    "ObjectId = column_ifexists('identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g', '')",
    "AppId = column_ifexists('identity_claim_appid_g', '')",
    "Upn = column_ifexists('identity_claim_http_schemas_xmlsoap_org_ws_2005_05_identity_claims_upn_s', '')",
  ],
};

const URI: Readonly<Record<AuditTable, string>> = {
  AZKVAuditLogs: 'RequestUri',
  AzureDiagnostics: 'requestUri_s',
};

/** The events that changed a certificate of the vault. */
export function writesQuery(table: AuditTable, vaultUrl: string, window: WriteWindow): string {
  return [
    eventsOf(table, vaultUrl, window),
    `where OperationName in (${Object.keys(AUDITED).map(quoted).join(', ')})`,
    `project ${PROJECTIONS[table].join(', ')}`,
    'order by TimeGenerated desc',
  ].join(' | ');
}

/** One event of the vault, whatever it was: a read of ours would be one. */
export function anyQuery(table: AuditTable, vaultUrl: string, window: WriteWindow): string {
  return `${eventsOf(table, vaultUrl, window)} | project TimeGenerated | take 1`;
}

function eventsOf(table: AuditTable, vaultUrl: string, { since, until }: WriteWindow): string {
  const [from, to] = [since, until].map((time) => `datetime(${new Date(time).toISOString()})`);
  return [
    table,
    `where TimeGenerated >= ${from} and TimeGenerated <= ${to}`,
    `where ${URI[table]} startswith ${quoted(vaultUrl)}`,
  ].join(' | ');
}

/** https://learn.microsoft.com/kusto/query/scalar-data-types/string */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
