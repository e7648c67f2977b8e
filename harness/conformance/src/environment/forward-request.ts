import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ProxiedAnswer, ProxiedRequest, Route } from './fault-proxy.js';

/** Connections to the service behind the proxy; kept open, because a handshake costs more than most answers. */
export class Upstream {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  readonly #underWay = new Set<Promise<unknown>>();

  /** Hands a request on as it came, but for what the route changes. */
  send(
    { method, path, body: came }: ProxiedRequest,
    { upstream, headers, body = came }: Route,
  ): Promise<ProxiedAnswer> {
    const { protocol, hostname, port } = new URL(upstream);
    // A host of IPv6 stands in brackets in a URL, and without them where it is connected to.
    const options = { hostname: hostname.replace(/^\[|\]$/g, ''), port, method, path, headers };
    const work = new Promise<ProxiedAnswer>((resolve, reject) => {
      const answered = (answer: IncomingMessage) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const { 'transfer-encoding': _, connection: __, ...kept } = flatHeaders(answer);
          resolve({ status: answer.statusCode ?? 502, headers: kept, body: Buffer.concat(chunks) });
        });
      };
      const sent =
        protocol === 'https:'
          ? httpsRequest({ ...options, agent: this.#https }, answered)
          : httpRequest({ ...options, agent: this.#http }, answered);
      sent.on('error', reject);
      sent.end(body);
    });
    this.#underWay.add(work);
    const ended = () => void this.#underWay.delete(work);
    work.then(ended, ended);
    return work;
  }

  /** Waits until no request is under way at the service, and no longer than this: what is cleared away then stays so. */
  async idle(longestMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longestMs);
    });
    await Promise.race([Promise.allSettled([...this.#underWay]), late]);
    clearTimeout(timer);
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** Headers with one value each. */
export function flatHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
