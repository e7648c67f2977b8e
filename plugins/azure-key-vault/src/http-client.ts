import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import type { HttpSettings } from '@certctl/plugin-api';
import { openAgents } from '@certctl/plugin-http';
import { isLoopback } from './vault-host.js';

/** One pool of connections for all clients of an instance, and the way to bind their requests to a call. */
export interface BoundHttpClient {
  readonly client: HttpClient;
  /**
   * Runs `send`; whatever it sends ends when the signal aborts. The SDK does not hand a signal on to the
   * token requests of MSAL, nor to the second page of a list.
   */
  within<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>;
  close(): void;
}

/** It has no time-out for a whole request: the signal of each call carries the deadline. */
export async function openHttpClient(http: HttpSettings): Promise<BoundHttpClient> {
  const { createDefaultHttpClient } = await import('@azure/core-rest-pipeline');
  const inner = createDefaultHttpClient();
  const agents = openAgents(http);
  for (const agent of [agents.http, agents.https]) boundConnecting(agent, http.connectTimeoutMs);
  const signals = new AsyncLocalStorage<AbortSignal>();
  return {
    client: {
      async sendRequest(request) {
        const url = new URL(request.url);
        // With an agent, the SDK asks no proxy of the environment: the host's settings name the one to use.
        request.agent = url.protocol === 'https:' ? agents.https : agents.http;
        if (isLoopback(url)) request.allowInsecureConnection = true;
        bind(request, signals.getStore());
        const response = await inner.sendRequest(request);
        // The SDK reads the error out of the body of a failure, and fails without a trace of it where there is none.
        if (response.status >= 400 && !response.bodyAsText?.trim()) response.bodyAsText = '{}';
        return response;
      },
    },
    within: (signal, send) => signals.run(signal, send),
    close: () => agents.close(),
  };
}

function bind(request: PipelineRequest, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const own = request.abortSignal;
  // The SDK knows signals that are not Node's; those are its own, and MSAL's end with the call all the same.
  request.abortSignal = own instanceof AbortSignal ? AbortSignal.any([own, signal]) : signal;
}

interface AddsRequests {
  addRequest(request: ClientRequest, ...rest: readonly unknown[]): void;
}

/** Node has no time-out for connecting. The way through a proxy is bounded by the call's deadline alone. */
function boundConnecting(agent: HttpAgent, ms: number): void {
  // addRequest is how node:http hands a request to an agent; @types/node leaves it out.
  const adding = agent as unknown as AddsRequests;
  const add = adding.addRequest.bind(agent);
  adding.addRequest = (request, ...rest) => {
    request.once('socket', (socket: Socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => request.destroy(notConnected(ms)), ms);
      const clear = () => clearTimeout(timer);
      socket.once('connect', clear);
      request.once('close', clear);
    });
    add(request, ...rest);
  };
}

function notConnected(ms: number): Error {
  return Object.assign(new Error(`No connection was made within ${ms} ms.`), { code: 'ETIMEDOUT' });
}
