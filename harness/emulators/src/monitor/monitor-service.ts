import { randomUUID } from 'node:crypto';
import { FaultBook } from '../faults/fault-book.js';
import { runWithFaults, type WireFault } from '../faults/wire-fault.js';
import { allowsAction } from '../iam/role-definition.js';
import type { Clock } from '../server/clock.js';
import { originOf, type RequestLog } from '../server/request-log.js';
import { refuse } from '../server/rule.js';
import { ServiceError } from '../server/service-error.js';
import type { Delivery, WireAnswer, WireRequest } from '../server/wire.js';
import type { ActivityLog } from './activity-log.js';
import { type AuditedVault, auditTables } from './audit-rows.js';
import { runKql, tableOf } from './kql.js';
import { monitorRules } from './rules/monitor-rules.js';
import type { MonitorPrincipalOption, MonitorSettings } from './settings.js';

export interface MonitorServiceParts {
  readonly vaults: readonly AuditedVault[];
  readonly activities: ActivityLog;
  readonly settings: MonitorSettings;
  readonly clock: Clock;
  readonly log: RequestLog;
  readonly principals: ReadonlyMap<string, MonitorPrincipalOption>;
  readonly workspace: string;
  /** Where the server listens, as soon as it does. */
  url(): string;
}

const MANAGEMENT = 'https://management.azure.com';
const LOG_ANALYTICS = 'https://api.loganalytics.azure.com';

const ACTIVITY_PATH =
  /^\/subscriptions\/([0-9a-f-]{36})\/providers\/microsoft\.insights\/eventtypes\/management\/values$/i;
const QUERY_PATH = /^\/v1\/workspaces\/([0-9a-f-]{36})\/query$/i;
const WINDOW_MS = 30_000;

type Operation = 'ActivityLogs' | 'Query' | 'Unknown';

/** Takes one request through identity, rate, permission, faults and operation to its delivery. */
export class MonitorService {
  readonly faults = new FaultBook<WireFault>();
  private calls: { readonly token: string; readonly at: number }[] = [];

  constructor(private readonly parts: MonitorServiceParts) {}

  clear(): void {
    this.faults.clear();
    this.calls = [];
  }

  async handle(request: WireRequest): Promise<Delivery> {
    const { clock, log } = this.parts;
    const requestId = randomUUID();
    const operation = operationOf(request);
    const faults = this.faults.take(operation);
    let refused: ServiceError | undefined;
    const refuseWith = (error: ServiceError): WireAnswer => {
      refused = error;
      return errorAnswer(error, requestId);
    };
    const { name, message, status } = monitorRules.rates.refusal;
    const delivery = await runWithFaults(faults, {
      requestId,
      requestIdHeader: 'x-ms-request-id',
      run: async () => {
        try {
          return answer(200, this.run(operation, request), requestId);
        } catch (error) {
          // What is no refusal is a defect of the emulator.
          return refuseWith(
            error instanceof ServiceError ? error : new ServiceError('InternalError', '', 500),
          );
        }
      },
      errorAnswer: refuseWith,
      throttling: new ServiceError(name, message, status),
    });
    log.add({
      requestId,
      at: clock.now(),
      service: 'monitor',
      operation,
      region: '',
      accessKeyId: undefined,
      principal: this.principal(request)?.objectId,
      resource: undefined,
      origin: originOf(request),
      status: 'answer' in delivery ? delivery.answer.status : undefined,
      error: refused?.name,
      rule: refused?.rule,
      faults: faults.map(({ kind }) => kind),
    });
    return delivery;
  }

  private run(operation: Operation, request: WireRequest): object {
    const { activities, settings, clock, url } = this.parts;
    const now = clock.now();
    if (operation === 'ActivityLogs') {
      const subscription = ACTIVITY_PATH.exec(request.path)?.[1] ?? '';
      const principal = this.admit(request, MANAGEMENT);
      if (!may(principal, 'Microsoft.Insights/eventtypes/values/read'))
        refuse(monitorRules.activityPermission, {
          client: principal.clientId ?? '',
          object: principal.objectId ?? '',
          subscription,
        });
      return activities.list(request, { subscription, url: url(), now }, settings);
    }
    if (operation === 'Query') return this.query(request, now);
    return refuse(monitorRules.path, { path: request.path });
  }

  private query(request: WireRequest, now: number): object {
    const { settings, vaults, workspace } = this.parts;
    const principal = this.admit(request, LOG_ANALYTICS);
    if (QUERY_PATH.exec(request.path)?.[1]?.toLowerCase() !== workspace) refuse(monitorRules.queryPermission);
    const query = queryIn(request);
    const table = tableOf(query);
    const action = 'Microsoft.OperationalInsights/workspaces/query';
    if (!may(principal, `${action}/read`) || !may(principal, `${action}/${table}/read`))
      refuse(monitorRules.queryPermission);
    const { columns, rows } = runKql(query, auditTables(vaults, settings, now).get(table));
    const cut = rows.length > settings.mostRows;
    return {
      tables: [
        {
          name: 'PrimaryResult',
          columns: columns.map((name) => ({ name, type: typeOf(name) })),
          rows: rows.slice(0, settings.mostRows).map((row) => columns.map((name) => cell(name, row[name]))),
        },
      ],
      ...(cut
        ? {
            error: {
              code: 'PartialError',
              message: 'There were some errors when processing your query.',
              details: [{ code: 'EngineError', message: 'The results of this query exceed the set limit.' }],
            },
          }
        : {}),
    };
  }

  private principal({ headers }: WireRequest): MonitorPrincipalOption | undefined {
    return this.parts.principals.get(/^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '');
  }

  private admit(request: WireRequest, audience: string): MonitorPrincipalOption {
    const { clock, settings } = this.parts;
    const principal = this.principal(request);
    const now = clock.now();
    if (principal?.resource !== audience || (principal.expiresAt ?? Infinity) <= now)
      refuse(monitorRules.token);
    const recent = this.calls.filter(({ token, at }) => token === principal.token && at > now - WINDOW_MS);
    if (settings.rates !== 'off' && recent.length >= settings.rates) refuse(monitorRules.rates);
    this.calls = [...recent, { token: principal.token, at: now }];
    return principal;
  }
}

function may({ allow }: MonitorPrincipalOption, action: string): boolean {
  return allow === undefined || allowsAction(allow, action);
}

function operationOf({ method, path }: WireRequest): Operation {
  if (method === 'GET' && ACTIVITY_PATH.test(path)) return 'ActivityLogs';
  return method === 'POST' && QUERY_PATH.test(path) ? 'Query' : 'Unknown';
}

function queryIn({ headers, body }: WireRequest): string {
  if (!headers['content-type']?.startsWith('application/json')) refuse(monitorRules.query);
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      'query' in parsed &&
      typeof parsed.query === 'string'
    )
      return parsed.query;
  } catch {
    // Not JSON: refused as anything else that is no query.
  }
  return refuse(monitorRules.query);
}

function typeOf(column: string): string {
  if (column === 'TimeGenerated') return 'datetime';
  return column === 'Identity' ? 'dynamic' : 'string';
}

function cell(column: string, value: unknown): unknown {
  return column === 'TimeGenerated' && typeof value === 'number' ? new Date(value).toISOString() : value;
}

/** The query API tells what it could not resolve two levels deep, and a wrong query one. */
function errorAnswer({ name, message, status, inner }: ServiceError, requestId: string): WireAnswer {
  const deep = inner === 'SEM0100';
  const innererror = deep
    ? {
        code: 'SemanticError',
        message: 'A semantic error occurred.',
        innererror: { code: inner, message: 'Failed to resolve table or column expression' },
      }
    : { code: inner, message };
  const body = { error: { code: name, message, ...(inner === undefined ? {} : { innererror }) } };
  const made = answer(status, body, requestId);
  return status === 429 ? { ...made, headers: { ...made.headers, 'retry-after': '1' } } : made;
}

function answer(status: number, body: object, requestId: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-ms-request-id': requestId },
    body: JSON.stringify(body),
  };
}
