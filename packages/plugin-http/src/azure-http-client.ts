import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import {
  type Clock,
  deadlineOf,
  type HttpSettings,
  withDeadline,
  withRequestNames,
} from '@certctl/plugin-api';
import { isLoopback } from './is-loopback.js';
import { openConnections } from './open-connections.js';

/** One pool of connections for all clients of an instance, and the way to bind their requests to a call. */
export interface BoundHttpClient {
  readonly client: HttpClient;
  /**
   * Runs `send`; whatever it sends ends when the signal aborts. The SDK does not hand a signal on to the
   * token requests of MSAL, nor to the second page of a list.
   */
  within<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>;
  /** Body of the answer to a request that failed. */
  answerTo(request: object): string | undefined;
  close(): void;
}

/** It has no time-out for a whole request: the signal of each call carries the deadline. */
export function openAzureHttpClient(http: HttpSettings, clock: Pick<Clock, 'now'>): BoundHttpClient {
  const connections = openConnections(http, clock);
  const signals = new AsyncLocalStorage<AbortSignal>();
  let bindings = 0;
  const refusals = new WeakMap<object, string>();
  return {
    client: {
      async sendRequest(request) {
        const url = new URL(request.url);
        if (url.protocol !== 'https:' && !isLoopback(url)) throw notEncrypted(url);
        const signal = bound(request, signals.getStore());
        const attempt = signals.getStore() ?? signal;
        // Known before there is an answer, and so also of a request whose answer is lost.
        const clientRequestId = request.headers.get('x-ms-client-request-id');
        const own = clientRequestId === undefined ? {} : { clientRequestId };
        if (attempt) withRequestNames(attempt, own);
        const { status, headers, body } = await connections.send({
          method: request.method,
          url,
          // The SDK would take compressed answers, and leaves unpacking them to its own client.
          headers: { ...request.headers.toJSON(), 'accept-encoding': 'identity' },
          body: bodyOf(request),
          signal,
        });
        const requestId = headers['x-ms-request-id'];
        if (attempt && requestId !== undefined) withRequestNames(attempt, { ...own, requestId });
        const answer = answerOf(request, status, headers, body.toString('utf8'));
        if (status >= 400) refusals.set(request, answer.bodyAsText ?? '');
        return answer;
      },
    },
    async within(signal, send) {
      bindings += 1;
      try {
        return await signals.run(signal, send);
      } finally {
        bindings -= 1;
        // While a binding is there, Node 20 looks at every promise of the process.
        if (bindings === 0) signals.disable();
      }
    },
    answerTo: (request) => refusals.get(request),
    close: () => connections.close(),
  };
}

function answerOf(
  request: PipelineRequest,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): PipelineResponse {
  // The SDK reads the error out of the body of a failure, and fails without a trace of it where there is none.
  const bodyAsText = status >= 400 && text.trim() === '' ? '{}' : text;
  return { request, status, headers: createHttpHeaders(headers), bodyAsText };
}

/** The SDK's clients and MSAL send text. */
function bodyOf({ body }: PipelineRequest): string | Uint8Array | undefined {
  if (body === undefined || body === null || typeof body === 'string') return body ?? undefined;
  if (body instanceof Uint8Array) return body;
  throw new TypeError('A request with a body of this kind is not sent.');
}

/** The SDK's own signal may be of another kind than Node's; MSAL's ends with the call all the same. */
function bound(request: PipelineRequest, signal: AbortSignal | undefined): AbortSignal | undefined {
  const own = request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
  if (own === undefined || signal === undefined || own === signal) return signal ?? own;
  const both = AbortSignal.any([own, signal]);
  const deadline = deadlineOf(signal);
  return deadline === undefined ? both : withDeadline(both, deadline);
}

/** A token or a key in plain text is for this machine only. */
function notEncrypted({ origin }: URL): Error {
  return new Error(`Nothing is sent to ${origin} without TLS.`);
}
