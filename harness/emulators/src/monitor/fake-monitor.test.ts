import { afterEach, describe, expect, it } from 'vitest';
import { importBody, raw, TOKEN, V } from '../../test-support/vault-session.js';
import { manualClock } from '../server/clock.js';
import { startFakeVault } from '../vault/fake-vault.js';
import { makeCertificate } from '../x509/make-certificate.js';
import { type FakeMonitorOptions, startFakeMonitor } from './fake-monitor.js';

const MANAGEMENT = { token: 'for-management', resource: 'https://management.azure.com', objectId: 'o' };
const LOGS = { token: 'for-logs', resource: 'https://api.loganalytics.azure.com', objectId: 'o' };
const SINCE = 'TimeGenerated >= datetime(2000-01-01T00:00:00Z)';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

async function session(options: Omit<FakeMonitorOptions, 'vaults'> = {}) {
  const { clock } = options;
  const vault = await startFakeVault({
    principals: [{ token: TOKEN, objectId: 'writer', clientId: 'app' }],
    ...(clock ? { clock } : {}),
  });
  const monitor = await startFakeMonitor({ vaults: [vault], principals: [MANAGEMENT, LOGS], ...options });
  running.push(vault, monitor);
  const query = async (text: string, token = LOGS.token) => {
    const answer = await fetch(`${monitor.url}/v1/workspaces/${monitor.workspace}/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: text }),
    });
    // The body is whatever the service says; each test names what it expects of it.
    return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
  };
  const activity = async (filter: string, token = MANAGEMENT.token, more = {}) => {
    const parameters = new URLSearchParams({ 'api-version': '2015-04-01', $filter: filter, ...more });
    const path = `/subscriptions/${monitor.subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
    return next(`${monitor.url}${path}?${parameters}`, token);
  };
  const next = async (link: string, token = MANAGEMENT.token) => {
    const answer = await fetch(link, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const imported = async () =>
    raw(vault, 'POST', `/certificates/web/import?${V}`, {
      body: importBody(await makeCertificate({ algorithm: 'EC_prime256v1' })),
    });
  return { vault, monitor, query, activity, next, imported };
}

function filterFor(resource: string, days = 1): string {
  const at = (ms: number) => new Date(ms).toISOString();
  return `eventTimestamp ge '${at(Date.now() - days * 86_400_000)}' and eventTimestamp le '${at(Date.now() + 1_000)}' and resourceUri eq '${resource}'`;
}

describe('audit events', () => {
  it('tell of an import and of who made it, in the table of their own', async () => {
    const { vault, query, imported } = await session();
    const { headers } = await imported();
    const { body } = await query(
      `AZKVAuditLogs | where ${SINCE} and OperationName in ('CertificateImport', 'CertificateDelete') | project OperationName, HttpStatusCode, RequestUri, Id, Identity, CorrelationId | order by HttpStatusCode desc | take 5`,
    );
    expect(body.tables[0].columns.map(({ name }: { name: string }) => name)).toEqual([
      'OperationName',
      'HttpStatusCode',
      'RequestUri',
      'Id',
      'Identity',
      'CorrelationId',
    ]);
    expect(body.tables[0].rows).toEqual([
      [
        'CertificateImport',
        200,
        `${vault.url}/certificates/web/import?api-version=2025-07-01`,
        `${vault.url}/certificates/web`,
        '{"claim":{"oid":"writer","appid":"app"}}',
        '',
      ],
    ]);
    expect(headers.get('x-ms-request-id')).toBeTruthy();
    expect(JSON.stringify(body)).not.toContain('PRIVATE');
  });

  it('are in the shared table where the setting says so, with columns only as far as there were values', async () => {
    const { query, imported } = await session({ tables: 'AzureDiagnostics', correlation: 'request-id' });
    expect(await query('AzureDiagnostics | project requestUri_s')).toMatchObject({
      status: 400,
      body: { error: { innererror: { innererror: { code: 'SEM0100' } } } },
    });
    const { headers } = await imported();
    const { body } = await query(
      `AzureDiagnostics | where ResourceProvider == 'MICROSOFT.KEYVAULT' and OperationName == "CertificateImport" | project Oid = column_ifexists('identity_claim_oid_g', ''), Upn = column_ifexists('upn_s', 'none'), CorrelationId`,
    );
    expect(body.tables[0].rows).toEqual([['writer', 'none', headers.get('x-ms-request-id')]]);
    const { status, body: missing } = await query('AZKVAuditLogs | take 1');
    expect({ status, code: missing.error.code }).toEqual({ status: 400, code: 'BadArgumentError' });
  });

  it('arrive late, and come in part where they are too many', async () => {
    const clock = manualClock();
    const { monitor, query, imported } = await session({ clock, lag: 60_000, mostRows: 1 });
    await imported();
    await imported();
    expect((await query(`AZKVAuditLogs | where ${SINCE}`)).status).toBe(400);
    clock.advance(60_000);
    const { body } = await query(`AZKVAuditLogs | where ${SINCE} | project OperationName`);
    expect(body).toMatchObject({
      error: { code: 'PartialError' },
      tables: [{ rows: [['CertificateImport']] }],
    });
    monitor.settings.mostRows = 10;
    expect((await query('AZKVAuditLogs | project OperationName')).body).not.toHaveProperty('error');
  });

  it.each([
    'AZKVAuditLogs | summarize count()',
    'AZKVAuditLogs | where OperationName has "x"',
    "AZKVAuditLogs | where OperationName == 'x",
    'AZKVAuditLogs | project strcat(a, b)',
    'AZKVAuditLogs | order by TimeGenerated asc',
    'union AZKVAuditLogs, AzureDiagnostics',
    'AZKVAuditLogs | where TimeGenerated >= datetime(soon)',
    'AZKVAuditLogs | take many',
  ])('are not given to a query that is not understood: %s', async (text) => {
    const { query, imported } = await session();
    await imported();
    const { status, body } = await query(text);
    expect(status).toBe(400);
    expect(body.error.innererror.code).toBe('SyntaxError');
  });
});

describe('the Activity Log', () => {
  it('has what was done to the vault, page by page, and no import', async () => {
    const { vault, monitor, activity, next, imported } = await session({ pageSize: 1 });
    await imported();
    const resourceId = monitor.resourceIdOf(vault);
    const operation = 'Microsoft.KeyVault/vaults/write';
    monitor.addActivity({ operation, resourceId, caller: 'alice@example.com', objectId: 'alice' });
    const { body } = await activity(filterFor(resourceId));
    expect(body.value).toMatchObject([
      { operationName: { value: operation }, status: { value: 'Succeeded' }, caller: 'alice@example.com' },
    ]);
    const second = await next(body.nextLink);
    expect(second.body.value).toMatchObject([{ status: { value: 'Started' } }]);
    expect(second.body).not.toHaveProperty('nextLink');
    expect((await activity(filterFor(`${resourceId}-other`))).body.value).toEqual([]);
  });

  it('is held to the documented filter, to ninety days and to its version', async () => {
    const { vault, monitor, activity } = await session();
    const resourceId = monitor.resourceIdOf(vault);
    for (const [filter, more] of [
      [`resourceUri eq '${resourceId}'`, {}],
      [filterFor(resourceId).replaceAll("'", ''), {}],
      [filterFor(resourceId, 91), {}],
      [filterFor(resourceId), { 'api-version': '2020-01-01' }],
      [filterFor(resourceId), { $skipToken: 'other' }],
    ] as const) {
      expect((await activity(filter, undefined, more)).status, filter).toBe(400);
    }
  });
});

describe('a token', () => {
  it('is for one of the two, and of an identity that may', async () => {
    const { vault, monitor, activity, query } = await session();
    const filter = filterFor(monitor.resourceIdOf(vault));
    expect((await activity(filter, LOGS.token)).status).toBe(401);
    expect((await query('AZKVAuditLogs | take 1', MANAGEMENT.token)).status).toBe(401);
    const allow = (...actions: string[]) => ({ properties: { permissions: [{ actions }] } });
    const query_ = 'Microsoft.OperationalInsights/workspaces/query';
    monitor.addPrincipal({ ...MANAGEMENT, token: 'm', allow: allow('Microsoft.Insights/metrics/read') });
    monitor.addPrincipal({ ...LOGS, token: 'l', allow: allow(`${query_}/read`) });
    expect((await activity(filter, 'm')).body.error.code).toBe('AuthorizationFailed');
    expect((await query('AZKVAuditLogs | take 1', 'l')).body.error.code).toBe('InsufficientAccessError');
    monitor.addPrincipal({
      ...LOGS,
      token: 'l',
      allow: allow(`${query_}/read`, `${query_}/AZKVAuditLogs/read`),
    });
    expect((await query('AZKVAuditLogs | take 1', 'l')).status).toBe(200);
  });

  it('is good for so many calls in thirty seconds', async () => {
    const { monitor, query } = await session();
    monitor.settings.rates = 1;
    expect((await query('AZKVAuditLogs | take 1')).status).toBe(200);
    const { status, headers } = await query('AZKVAuditLogs | take 1');
    expect({ status, after: headers.get('retry-after') }).toEqual({ status: 429, after: '1' });
  });
});
