import {
  type Call,
  CertctlError,
  isFailure,
  type Trail,
  type Write,
  type WriteWindow,
} from '@certctl/plugin-api';
import { AUDITED, anyQuery, writesQuery } from './audit-query.js';
import type { AuditTable, MonitorApi, Row } from './monitor-api.js';
import { OPERATION } from './operations.js';
import { AUDIT_TABLES } from './permissions.js';

const MINUTE_MS = 60_000;
const LOGGING = 'https://learn.microsoft.com/azure/key-vault/general/logging';

export interface AuditTrailInput {
  readonly vaultUrl: string;
  /** Of the certificate. */
  readonly name: string;
  readonly workspace: string | undefined;
}

/** Who wrote a certificate, by the audit events of its vault in a Log Analytics workspace. */
export function auditTrail({ vaultUrl, name, workspace }: AuditTrailInput, api: MonitorApi): Trail {
  return {
    title: 'audit events of the vault in Log Analytics',
    covers: 'content',
    shows: 'Who imported, changed, disabled, deleted or recovered the certificate, refused calls too.',
    misses:
      'What happened while the vault sent no audit events to the workspace, or longer ago than that keeps them.',
    // Ten minutes until the vault has logged, and some more until a query finds it:
    // https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time
    lagMs: 15 * MINUTE_MS,
    source: LOGGING,
    operation: OPERATION.queryLogs,
    ...(workspace === undefined
      ? { lacks: 'log_analytics_workspace_id is not set, and nothing else shows who imports into a vault' }
      : {}),
    async *read(window, call) {
      if (workspace === undefined) return;
      const ask = (query: string) => rowsOrNone(api, workspace, query, call);
      let heard = false;
      const tables: AuditTable[] = [];
      for (const table of AUDIT_TABLES) {
        const rows = await ask(writesQuery(table, vaultUrl, window));
        if (rows === undefined) continue;
        tables.push(table);
        heard ||= rows.length > 0;
        for (const row of rows) if (isAbout(row, name)) yield writeOf(row);
      }
      if (!heard) await assertHeard(tables, (table) => ask(anyQuery(table, vaultUrl, window)), window);
    },
  };
}

/** A table that nothing was ever sent to does not exist. */
async function rowsOrNone(
  api: MonitorApi,
  workspace: string,
  query: string,
  call: Call,
): Promise<readonly Row[] | undefined> {
  try {
    return await api.query(workspace, query, call);
  } catch (error) {
    if (isFailure(error, 'refused') && error.failure.code === 'SEM0100') return undefined;
    throw error;
  }
}

/** Where not even a read is recorded, that no write is proves nothing. */
async function assertHeard(
  tables: readonly AuditTable[],
  any: (table: AuditTable) => Promise<readonly Row[] | undefined>,
  { since, until }: WriteWindow,
): Promise<void> {
  for (const table of tables) if ((await any(table))?.length) return;
  const [from, to] = [since, until].map((time) => new Date(time).toISOString());
  throw new CertctlError(
    'trail_silent',
    `the workspace holds no audit event of the vault at all from ${from} to ${to}`,
    {
      remedy:
        'Have a diagnostic setting of the vault send the category AuditEvent to this workspace; what was before that cannot be told.',
    },
  );
}

/** Names are not case-sensitive, and are in the path of the request or, of a restore, in the id of the answer. */
function isAbout({ RequestUri, Id }: Row, name: string): boolean {
  return [RequestUri, Id].some((url) => {
    if (typeof url !== 'string' || !URL.canParse(url)) return false;
    const [, collection = '', own] = new URL(url).pathname.toLowerCase().split('/');
    return ['certificates', 'deletedcertificates'].includes(collection) && own === name.toLowerCase();
  });
}

function writeOf(row: Row): Write {
  const operation = text(row.OperationName) ?? 'not told';
  const status = Number(row.Status);
  const [requestId, sourceAddress, userAgent] = [row.CorrelationId, row.CallerIpAddress, row.ClientInfo].map(
    text,
  );
  // An answer of 500 may have been given after the write.
  const refused = status >= 400 && status < 500;
  return {
    at: Date.parse(String(row.TimeGenerated)),
    ...whoIn(row),
    operation,
    ...(requestId === undefined ? {} : { requestId }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
    outcome: refused ? 'refused' : 'ok',
    ...(status >= 400 ? { errorCode: text(row.ResultSignature) ?? `HTTP ${status}` } : {}),
    change: AUDITED[operation] ?? 'the certificate',
  };
}

const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';

/** The object id is the one that stays; the others are what it goes by. */
function whoIn(row: Row): Pick<Write, 'principal' | 'session'> {
  const claim = claimsIn(row.Identity);
  const oid = [row.Oid, row.ObjectId, claim.oid, claim[OBJECT_ID]].map(text).find(Boolean);
  const app = [row.AppId, claim.appid].map(text).find(Boolean);
  const upn = [row.Upn, claim[UPN], claim.upn].map(text).find(Boolean);
  const session = upn ?? (app === undefined || oid === undefined ? undefined : `application ${app}`);
  return {
    principal: oid ?? app ?? upn ?? 'not told by Key Vault',
    ...(session === undefined ? {} : { session }),
  };
}

/** A dynamic column comes as text that holds JSON. */
function claimsIn(identity: unknown): Row {
  const value = typeof identity === 'string' ? parsed(identity) : identity;
  if (typeof value !== 'object' || value === null || !('claim' in value)) return {};
  const { claim } = value;
  // An object has string keys; its values are checked where they are read.
  return typeof claim === 'object' && claim !== null ? (claim as Row) : {};
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
