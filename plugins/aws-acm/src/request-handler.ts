import { Agent as HttpAgent } from 'node:http';
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
  const options = {
    ...pool,
    ...(http.caBundle === undefined ? {} : { ca: [...rootCertificates, http.caBundle] }),
  };
  if (http.proxy === undefined) return new HttpsAgent(options);
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  // The handler asks an agent for no more than what node:http asks; the type of https.Agent is narrower.
  return new HttpsProxyAgent(http.proxy, options) as unknown as HttpsAgent;
}
