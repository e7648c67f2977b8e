import { createServer, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it was passed on; no body. */
export interface PassedOn {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface HostileVault {
  readonly url: string;
  readonly passed: readonly PassedOn[];
  /** What is passed on in the place of an import's body. */
  alter: ((body: string) => string) | undefined;
  /** Secrets are refused for want of a permission, as under the documented minimum role. */
  refusesSecrets: boolean;
  close(): Promise<void>;
}

interface Behind {
  readonly url: string;
  readonly certificate: string;
}

/** What the vault behind knows: newer versions of the API are asked for in this one, which has the same answers. */
const API_VERSION = '7.6';

const FORBIDDEN = JSON.stringify({
  error: {
    code: 'Forbidden',
    message: 'Caller is not authorized to perform action on resource.',
    innererror: { code: 'ForbiddenByRbac' },
  },
});

/** Stands before a vault and passes everything on, but for imports that it is told to alter. */
export async function startHostileVault({ url, certificate }: Behind): Promise<HostileVault> {
  const passed: PassedOn[] = [];
  const server = createServer(async (incoming, response) => {
    const sent = await text(incoming);
    if (hostile.refusesSecrets && incoming.url?.startsWith('/secrets/')) {
      return response.writeHead(403, { 'content-type': 'application/json' }).end(FORBIDDEN);
    }
    const isImport = /\/import(\?|$)/.test(incoming.url ?? '') && sent !== '';
    const body = isImport ? (hostile.alter?.(sent) ?? sent) : sent;
    const answer = await passOn(incoming, body, url, certificate).catch(() => undefined);
    if (answer === undefined) return response.destroy();
    const { method = '', url: path = '' } = incoming;
    passed.push({ method, path, status: answer.status });
    return response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const hostile: HostileVault = {
    url: `http://127.0.0.1:${port}`,
    passed,
    alter: undefined,
    refusesSecrets: false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return hostile;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function passOn(incoming: IncomingMessage, body: string, to: string, ca: string): Promise<Answer> {
  const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers;
  return new Promise((resolve, reject) => {
    const options = { method: incoming.method ?? 'GET', headers, ca, timeout: 30_000 };
    const url = new URL(incoming.url ?? '/', to);
    url.searchParams.set('api-version', API_VERSION);
    const outgoing = httpsRequest(url, options, async (response) => {
      const challenge = response.headers['www-authenticate'];
      resolve({
        status: response.statusCode ?? 502,
        headers: {
          'content-type': response.headers['content-type'] ?? 'application/json',
          ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
        },
        body: await text(response),
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
