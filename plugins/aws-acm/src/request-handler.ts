import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { HttpSettings } from '@certctl/plugin-api';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * One pool of connections for all clients of an instance. It has no time-out for a whole request: the
 * signal of each call carries the deadline.
 */
export async function openRequestHandler(http: HttpSettings): Promise<NodeHttpHandler> {
  const pool = { keepAlive: true, maxSockets: http.maxSockets };
  return new NodeHttpHandler({
    connectionTimeout: http.connectTimeoutMs,
    httpAgent: new HttpAgent(pool),
    httpsAgent: await httpsAgent(http, pool),
  });
}

async function httpsAgent(
  http: HttpSettings,
  pool: { readonly keepAlive: boolean; readonly maxSockets: number },
): Promise<HttpsAgent> {
  // `ca` replaces the trusted roots instead of adding to them, so they are named again.
  const trust = http.caBundle === undefined ? {} : { ca: [...rootCertificates, http.caBundle] };
  if (http.proxy === undefined) return new HttpsAgent({ ...pool, ...trust });
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(http.proxy, { ...pool, ...trust });
  // What the constructor is given is for the way to the proxy; these are for the way through it.
  Object.assign(agent.options, trust);
  // Otherwise the proxy's refusal, which nobody has signed, would be read as the answer of AWS.
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
    if (statusCode !== 200) request.destroy(refusedByProxy(statusCode));
  });
  // The handler asks an agent for no more than what node:http asks; the type of https.Agent is narrower.
  return agent as unknown as HttpsAgent;
}

function refusedByProxy(status: number): Error {
  const error = new Error(`The proxy answered CONNECT with ${status}.`);
  return Object.assign(error, { code: 'PROXY_REFUSED' });
}
