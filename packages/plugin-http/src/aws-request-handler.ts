import { type Clock, type HttpSettings, withRequestNames } from '@certctl/plugin-api';
import { buildQueryString, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { type Connections, openConnections } from './open-connections.js';

/**
 * What the SDK's clients send with: one pool of connections for all clients of an instance. It has no time-out
 * for a whole request: the signal of each call carries the deadline.
 */
export class AwsRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' } as const;
  readonly #connections: Connections;

  constructor(http: HttpSettings, clock: Pick<Clock, 'now'>) {
    this.#connections = openConnections(http, clock);
  }

  async handle(
    request: HttpRequest,
    { abortSignal }: { readonly abortSignal?: unknown } = {},
  ): Promise<{ response: HttpResponse }> {
    // The SDK knows signals of its own kind, too; the plugin gives it Node's.
    const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    if (signal) withRequestNames(signal, {});
    const { status, headers, body } = await this.#connections.send({
      method: request.method,
      url: urlOf(request),
      headers: request.headers,
      body: request.body,
      signal,
    });
    // CloudTrail has the request under this name, whatever became of it.
    const requestId = headers['x-amzn-requestid'];
    if (signal && requestId !== undefined) withRequestNames(signal, { requestId });
    return { response: new HttpResponse({ statusCode: status, headers, body }) };
  }

  /** Clients of the SDK destroy the handler that they share; the instance closes it. */
  destroy(): void {
    this.#connections.close();
  }

  /** The settings are the host's, and the SDK has none to change. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

function urlOf({ protocol, hostname, port, path, query }: HttpRequest): URL {
  // What is signed is this way of writing the query, and no other.
  const search = buildQueryString(query ?? {});
  return new URL(
    `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${search === '' ? '' : `?${search}`}`,
  );
}
