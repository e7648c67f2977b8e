import { AsyncLocalStorage } from 'node:async_hooks';
import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import type { HttpSettings } from '@certctl/plugin-api';
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
  const pool = { keepAlive: true, maxSockets: http.maxSockets };
  const plain = withConnectTimeout(new HttpAgent(pool), http.connectTimeoutMs);
  const trust = trustOf(http);
  const direct = withConnectTimeout(new HttpsAgent({ ...pool, ...trust }), http.connectTimeoutMs);
  const byProxy = new Map<string, Promise<HttpsAgent>>();
  const agentTo = (url: string) => {
    const proxy = http.proxyFor?.(url);
    if (proxy === undefined) return direct;
    const agent = byProxy.get(proxy) ?? proxyAgent(proxy, { ...pool, ...trust });
    byProxy.set(proxy, agent);
    return agent;
  };
  const signals = new AsyncLocalStorage<AbortSignal>();
  return {
    client: {
      async sendRequest(request) {
        const url = new URL(request.url);
        // With an agent, the SDK asks no proxy of the environment: the host's settings name the one to use.
        request.agent = url.protocol === 'https:' ? await agentTo(request.url) : plain;
        if (isLoopback(url)) request.allowInsecureConnection = true;
        bind(request, signals.getStore());
        const response = await inner.sendRequest(request);
        // The SDK reads the error out of the body of a failure, and fails without a trace of it where there is none.
        if (response.status >= 400 && !response.bodyAsText?.trim()) response.bodyAsText = '{}';
        return response;
      },
    },
    within: (signal, send) => signals.run(signal, send),
    close() {
      plain.destroy();
      direct.destroy();
      for (const agent of byProxy.values()) void agent.then((each) => each.destroy());
    },
  };
}

function bind(request: PipelineRequest, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const own = request.abortSignal;
  // The SDK knows signals that are not Node's; those are its own, and MSAL's end with the call all the same.
  request.abortSignal = own instanceof AbortSignal ? AbortSignal.any([own, signal]) : signal;
}

/** `ca` replaces the trusted roots instead of adding to them, so they are named again. */
function trustOf({ caBundle }: HttpSettings): { readonly ca?: string[] } {
  return caBundle === undefined ? {} : { ca: [...rootCertificates, caBundle] };
}

async function proxyAgent(
  proxy: string,
  options: { readonly keepAlive: boolean; readonly maxSockets: number; readonly ca?: string[] },
): Promise<HttpsAgent> {
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, options);
  // What the constructor is given is for the way to the proxy; this is for the way through it.
  if (options.ca !== undefined) Object.assign(agent.options, { ca: options.ca });
  // Otherwise the proxy's refusal, which nobody has signed, would be read as the answer of the vault.
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
    if (statusCode !== 200) request.destroy(refusedByProxy(statusCode));
  });
  // The SDK asks an agent for no more than what node:http asks; the type of https.Agent is narrower.
  return agent as unknown as HttpsAgent;
}

function refusedByProxy(status: number): Error {
  const error = new Error(`The proxy answered CONNECT with ${status}.`);
  return Object.assign(error, { code: 'PROXY_REFUSED' });
}

interface AddsRequests {
  addRequest(request: ClientRequest, ...rest: readonly unknown[]): void;
}

/** Node has no time-out for connecting. The way through a proxy is bounded by the call's deadline alone. */
function withConnectTimeout<A extends HttpAgent>(agent: A, ms: number): A {
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
  return agent;
}

function notConnected(ms: number): Error {
  return Object.assign(new Error(`No connection was made within ${ms} ms.`), { code: 'ETIMEDOUT' });
}
