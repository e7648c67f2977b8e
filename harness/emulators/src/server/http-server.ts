import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Delivery, WireRequest } from './wire.js';

/** More than the largest import that a rule has to refuse: a chain of 2 MiB and more, in base64. */
const MOST_BODY_BYTES = 16 * 1024 * 1024;

/** How long an idle connection is kept open. */
const IDLE_MS = 60_000;

export interface ListenOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** PEM of a key and of its certificate with chain: the server then speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface HttpServer {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Resolves when every request that has arrived has had its effect, also those whose sender is gone. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an HTTP server whose handler decides about the connection as well as about the answer. */
export async function startHttpServer(
  handler: (request: WireRequest) => Promise<Delivery>,
  { port = 0, host = '127.0.0.1', tls }: ListenOptions = {},
): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const serving = new Set<Promise<void>>();
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
    const served = serve(incoming, response, handler)
      .catch(() => void incoming.socket.destroy())
      .finally(() => serving.delete(served));
    serving.add(served);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  // As services do: a client that pauses for some seconds finds its connections open.
  server.keepAliveTimeout = IDLE_MS;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    host,
    port: address.port,
    idle: async () => {
      // What the system has received and nobody has read yet is read before the next turn but one.
      for (let turn = 0; turn < 2 || serving.size > 0; turn += 1) {
        await nextTurn();
        await Promise.all(serving);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Hanging and kept-alive connections would hold the close for ever.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  handler: (request: WireRequest) => Promise<Delivery>,
): Promise<void> {
  const request = await readRequest(incoming);
  deliver(incoming, response, await handler(request));
}

function deliver(incoming: IncomingMessage, response: ServerResponse, delivery: Delivery): void {
  switch (delivery.kind) {
    case 'hang':
      return;
    case 'reset':
      incoming.socket.resetAndDestroy();
      return;
    case 'truncated': {
      const body = Buffer.from(delivery.answer.body, 'utf8');
      response.writeHead(delivery.answer.status, {
        ...delivery.answer.headers,
        'content-length': body.length + 1,
      });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
      return;
    }
    case 'answer': {
      const body = Buffer.from(delivery.answer.body, 'utf8');
      response.writeHead(delivery.answer.status, {
        ...delivery.answer.headers,
        'content-length': body.length,
      });
      response.end(body);
    }
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BODY_BYTES) throw new Error('request body too large');
    chunks.push(bytes);
  }
  const url = new URL(incoming.url ?? '/', 'http://emulator.invalid');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks),
    ...(incoming.socket.remoteAddress === undefined ? {} : { sourceAddress: incoming.socket.remoteAddress }),
  };
}
