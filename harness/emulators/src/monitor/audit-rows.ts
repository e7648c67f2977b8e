import type { LoggedRequest } from '../server/request-log.js';
import type { KqlTable, Row } from './kql.js';
import type { MonitorSettings } from './settings.js';

/** A vault whose audit events are collected. */
export interface AuditedVault {
  readonly url: string;
  /** Resource id. */
  readonly resourceId: string;
  readonly requests: { all(): readonly LoggedRequest[] };
}

/** https://learn.microsoft.com/azure/key-vault/general/logging */
const OPERATIONS: Readonly<Record<string, string>> = {
  Challenge: 'Authentication',
  GetCertificates: 'CertificateList',
  ImportCertificate: 'CertificateImport',
  GetCertificateVersions: 'CertificateListVersions',
  GetCertificatePolicy: 'CertificatePolicyGet',
  UpdateCertificatePolicy: 'CertificatePolicyUpdate',
  GetCertificate: 'CertificateGet',
  UpdateCertificate: 'CertificateUpdate',
  DeleteCertificate: 'CertificateDelete',
  GetDeletedCertificates: 'CertificateListDeleted',
  GetDeletedCertificate: 'CertificateGetDeleted',
  RecoverDeletedCertificate: 'CertificateRecover',
  PurgeDeletedCertificate: 'CertificatePurge',
  GetSecret: 'SecretGet',
  GetKey: 'KeyGet',
  WrapKey: 'KeyWrap',
  UnwrapKey: 'KeyUnwrap',
};

const SIGNATURES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
};

/** What both tables tell of one request, each under names of its own. */
interface Audited {
  readonly request: LoggedRequest;
  readonly vault: AuditedVault;
  readonly operation: string;
  readonly correlation: string;
  readonly status: number;
}

/** The tables that the audit events of the vaults are in, by name. */
export function auditTables(
  vaults: readonly AuditedVault[],
  settings: MonitorSettings,
  now: number,
): ReadonlyMap<string, KqlTable> {
  const audited = vaults.flatMap((vault) =>
    vault.requests.all().flatMap((request) => auditOf(request, vault, settings, now) ?? []),
  );
  const { tables } = settings;
  const made = new Map<string, KqlTable>();
  if (tables === 'AZKVAuditLogs' || tables === 'both')
    made.set('AZKVAuditLogs', tableOf(audited.map(dedicated)));
  if (tables === 'AzureDiagnostics' || tables === 'both')
    made.set('AzureDiagnostics', tableOf(audited.map(shared)));
  return made;
}

function auditOf(
  request: LoggedRequest,
  vault: AuditedVault,
  { lag, correlation }: MonitorSettings,
  now: number,
): Audited | undefined {
  const { reached, at, operation, origin, requestId, status } = request;
  if (reached === false || at + lag > now) return undefined;
  const sent = origin?.clientRequestId ?? '';
  return {
    request,
    vault,
    operation: OPERATIONS[operation] ?? operation,
    correlation: correlation === 'request-id' ? requestId : sent,
    // What was done and not answered was done.
    status: status ?? (request.error === undefined ? 200 : 500),
  };
}

/** A column exists once an event has had it. */
function tableOf(rows: readonly Row[]): KqlTable {
  return { rows, columns: new Set(rows.flatMap((row) => Object.keys(row))) };
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/azkvauditlogs */
function dedicated(audited: Audited): Row {
  const { request, vault, operation, correlation, status } = audited;
  const { origin, principal, application } = request;
  return {
    TimeGenerated: request.at,
    OperationName: operation,
    ResultType: status < 400 ? 'Success' : 'Failed',
    ResultSignature: SIGNATURES[status] ?? String(status),
    HttpStatusCode: status,
    CorrelationId: correlation,
    CallerIpAddress: origin?.sourceAddress ?? '',
    ClientInfo: origin?.userAgent ?? '',
    RequestUri: vault.url + (origin?.uri ?? ''),
    Id: idOf(audited),
    Identity: JSON.stringify({ claim: claimsOf(principal, application) }),
    _ResourceId: vault.resourceId.toLowerCase(),
  };
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/azurediagnostics */
function shared(audited: Audited): Row {
  const { request, vault, operation, correlation, status } = audited;
  const { origin, principal, application } = request;
  return {
    TimeGenerated: request.at,
    Category: 'AuditEvent',
    ResourceProvider: 'MICROSOFT.KEYVAULT',
    ResourceType: 'VAULTS',
    OperationName: operation,
    ResultType: status < 400 ? 'Success' : 'Failed',
    ResultSignature: SIGNATURES[status] ?? String(status),
    CorrelationId: correlation,
    CallerIPAddress: origin?.sourceAddress ?? '',
    clientInfo_s: origin?.userAgent ?? '',
    requestUri_s: vault.url + (origin?.uri ?? ''),
    id_s: idOf(audited),
    httpStatusCode_d: status,
    ...(principal === undefined ? {} : { identity_claim_oid_g: principal }),
    ...(application === undefined ? {} : { identity_claim_appid_g: application }),
    _ResourceId: vault.resourceId.toLowerCase(),
  };
}

function claimsOf(oid: string | undefined, appid: string | undefined): object {
  return { ...(oid === undefined ? {} : { oid }), ...(appid === undefined ? {} : { appid }) };
}

function idOf({ request, vault }: Audited): string {
  return request.resource === undefined ? vault.url : `${vault.url}/certificates/${request.resource}`;
}
