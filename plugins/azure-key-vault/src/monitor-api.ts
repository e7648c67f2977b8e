import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import type { Call } from '@certctl/plugin-api';
import { OPERATION } from './operations.js';
import { AUDIT_TABLES } from './permissions.js';
import type { VaultToken } from './vault-token.js';
import { VERSION } from './version.js';

/** A column's value by its name. */
export type Row = Readonly<Record<string, unknown>>;

export interface MonitorApiInput {
  readonly client: HttpClient;
  readonly within: <T>(signal: AbortSignal, send: () => Promise<T>) => Promise<T>;
  /** Where the Activity Log is, and the token that is sent there and nowhere else. */
  readonly management: { readonly url: string; readonly token: VaultToken };
  readonly logs: { readonly url: string; readonly token: VaultToken };
}

export type AuditTable = (typeof AUDIT_TABLES)[number];

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: object;
}

/**
 * The two records that Azure Monitor keeps: plain requests, because each is one and their SDKs are none smaller. Each
 * method sends one request, or one a page, through the call.
 */
export class MonitorApi {
  readonly #input: MonitorApiInput;

  constructor(input: MonitorApiInput) {
    this.#input = input;
  }

  /**
   * Pages of the Activity Log of a resource.
   * https://learn.microsoft.com/rest/api/monitor/activity-logs/list
   */
  async *activities(
    resourceId: string,
    since: string,
    until: string,
    call: Call,
  ): AsyncGenerator<readonly Row[]> {
    const { url, token } = this.#input.management;
    const subscription = resourceId.split('/')[2] ?? '';
    const first = new URL(
      `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`,
      url,
    );
    first.searchParams.set('api-version', '2015-04-01');
    first.searchParams.set(
      '$filter',
      `eventTimestamp ge '${since}' and eventTimestamp le '${until}' and resourceUri eq '${resourceId}'`,
    );
    let next: string | undefined = first.href;
    while (next !== undefined) {
      const at: string = next;
      const page = await this.#attempt(OPERATION.activityLog, token, { method: 'GET', url: at }, call);
      yield listIn(page, 'value');
      next = linkIn(page, url);
    }
  }

  /**
   * Rows that a query gives; undefined when the workspace has no such table, or none with these columns.
   * https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
   */
  async query(workspace: string, query: string, call: Call): Promise<readonly Row[]> {
    const { url, token } = this.#input.logs;
    const to = { method: 'POST', url: new URL(`/v1/workspaces/${workspace}/query`, url).href } as const;
    const answer = await this.#attempt(OPERATION.queryLogs, token, { ...to, body: { query } }, call);
    const [table] = listIn(answer, 'tables');
    const columns = listIn(table, 'columns').map(({ name }) => String(name));
    const rows: unknown = table?.rows;
    return (Array.isArray(rows) ? rows : []).map((row: unknown) =>
      Object.fromEntries(columns.map((name, at) => [name, Array.isArray(row) ? row[at] : undefined])),
    );
  }

  async #attempt(operation: string, token: VaultToken, sent: Sent, call: Call): Promise<Row> {
    await token.ready(call);
    return call.attempt(operation, (signal) =>
      this.#input.within(signal, () => this.#send(token, sent, signal)),
    );
  }

  async #send(token: VaultToken, { method, url, body }: Sent, abortSignal: AbortSignal): Promise<Row> {
    const bearer = (await token.getToken(token.scope, { abortSignal })).token;
    const { status, bodyAsText, headers } = await this.#input.client.sendRequest(
      createPipelineRequest({
        method,
        url,
        abortSignal,
        headers: createHttpHeaders({
          authorization: `Bearer ${bearer}`,
          accept: 'application/json',
          'user-agent': `certctl/${VERSION}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        allowInsecureConnection: true,
      }),
    );
    const answer = parsed(bodyAsText ?? '');
    if (status !== 200 || answer === undefined) throw refused(status, answer, headers);
    // A result that was cut comes with status 200: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
    if (answer.error !== undefined) throw incomplete(answer);
    return answer;
  }
}

/** In the shape of the SDK's errors, which is what they are sorted by. */
function refused(
  status: number,
  answer: Row | undefined,
  headers: { get(name: string): string | undefined },
): Error {
  return Object.assign(new Error(`HTTP ${status}`), {
    name: 'RestError',
    statusCode: status,
    details: answer,
    response: { headers },
  });
}

function incomplete({ error }: Row): Error {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';
  const made = new Error(`The answer is not whole (${code}): ask for a shorter time.`);
  made.name = 'AnswerIncomplete';
  return made;
}

function parsed(text: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : undefined;
  } catch {
    // A page of something in between.
    return undefined;
  }
}

function listIn(value: Row | undefined, name: string): readonly Row[] {
  const list: unknown = value?.[name];
  return Array.isArray(list) ? list.filter(isRow) : [];
}

/** The link to the next page is an absolute URL out of the answer, and the token goes wherever it leads. */
function linkIn(page: Row, own: string): string | undefined {
  const { nextLink: link } = page;
  if (typeof link !== 'string' || link === '') return undefined;
  if (URL.canParse(link) && new URL(link).origin === new URL(own).origin) return link;
  throw new Error('The Activity Log names another host for its next page.');
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
