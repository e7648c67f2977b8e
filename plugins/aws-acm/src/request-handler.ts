import type { HttpSettings } from '@certctl/plugin-api';
import { openAgents } from '@certctl/plugin-http';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * One pool of connections for all clients of an instance. It has no time-out for a whole request: the
 * signal of each call carries the deadline.
 */
export function openRequestHandler(http: HttpSettings): NodeHttpHandler {
  const agents = openAgents(http);
  return new NodeHttpHandler({
    connectionTimeout: http.connectTimeoutMs,
    httpAgent: agents.http,
    httpsAgent: agents.https,
  });
}
