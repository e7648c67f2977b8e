import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type AzureClients, openClients } from './azure-clients.js';
import { services, TOKEN } from './call-double.fixture.js';
import { connectionOf, type KeyVaultConfig, keyVaultConfig } from './config.js';
import { KeyVaultStore } from './key-vault-store.js';

/** One request as it came over the wire, key and all. */
export interface WireRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface WireAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Answers one request; undefined leaves it without an answer. */
type Answers = (request: WireRequest) => WireAnswer | undefined;

interface Wire {
  readonly requests: WireRequest[];
  /** Connections that the proxy was asked for. */
  readonly connects: string[];
  readonly http: { readonly proxyFor: () => string; readonly caBundle: string };
  /** Requests that were let go of before they were answered. */
  dropped(): number;
  close(): Promise<void>;
}

/** A host that stands in for vaults under their own names: what asks for them by the proxy comes here. */
export async function startWire(hosts: readonly string[], answers: Answers): Promise<Wire> {
  const authority = await issueAuthority();
  const leaf = await issueLeaf(authority, { names: hosts });
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  let dropped = 0;
  const server = createHttpsServer(
    { cert: leaf.certificatePem, key: leaf.privateKeyPem },
    (incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const url = new URL(incoming.url ?? '/', `https://${incoming.headers.host}`);
        const request = {
          method: incoming.method ?? '',
          host: url.host,
          path: url.pathname,
          query: url.searchParams,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        };
        requests.push(request);
        response.on('close', () => {
          if (!response.writableEnded) dropped += 1;
        });
        const answer = answers(request);
        if (answer === undefined) return;
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(answer.body ?? '');
      });
    },
  );
  const port = await listen(server);
  const connects: string[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket: Socket) => {
    connects.push(request.url ?? '');
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [socket, upstream]) each.on('error', () => {});
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      upstream.destroy();
    });
  });
  const proxyPort = await listen(proxy);
  return {
    requests,
    connects,
    http: { proxyFor: () => `http://127.0.0.1:${proxyPort}`, caBundle: authority.certificatePem },
    dropped: () => dropped,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([server, proxy].map((each) => new Promise((resolve) => each.close(resolve))));
    },
  };
}

async function listen(server: Server | ReturnType<typeof createHttpsServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}

/** The challenge of a vault. */
export function challenge(
  resource: string,
  authority = 'https://login.microsoftonline.com/tenant',
): WireAnswer {
  return {
    status: 401,
    headers: { 'www-authenticate': `Bearer authorization="${authority}", resource="${resource}"` },
    body: '{"error":{"code":"Unauthorized","message":"AKV10000"}}',
  };
}

/** Everything that asks this credential for a token. */
export interface AskedCredential {
  readonly asked: { readonly scopes: string | string[]; readonly claims?: string }[];
  getToken(
    scopes: string | string[],
    options?: object,
  ): Promise<{ token: string; expiresOnTimestamp: number }>;
}

export function askedCredential(): AskedCredential {
  const asked: { scopes: string | string[] }[] = [];
  return {
    asked,
    async getToken(scopes, options) {
      asked.push({ scopes, ...options });
      return { token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
}

/**
 * A store for the vault of the configuration, through the wire's proxy, with nothing but vaults allowed.
 * @param credential of the host; null to leave it to the configuration
 */
export async function openOnWire(
  wire: Pick<Wire, 'http'>,
  fields: Partial<KeyVaultConfig> = {},
  credential: Pick<AskedCredential, 'getToken'> | null = askedCredential(),
): Promise<{ store: KeyVaultStore; clients: AzureClients }> {
  const config = keyVaultConfig.parse({
    vault_url: 'https://my-vault.vault.azure.net',
    certificate_name: 'api-prod',
    ...fields,
  });
  const connection = connectionOf(config);
  const clients = await openClients(connection, {
    ...services,
    http: { ...services.http, ...wire.http, allowEndpoints: false },
    credentials: { get: () => credential ?? undefined },
  });
  return { store: new KeyVaultStore(clients), clients };
}
