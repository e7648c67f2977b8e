import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type HttpSettings, withDeadline } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { type Connections, type HttpAnswer, type HttpRequest, openConnections } from './open-connections.js';

const open: { close(done: () => void): void; closeAllConnections?(): void }[] = [];
const pools: Connections[] = [];

afterEach(async () => {
  for (const pool of pools.splice(0)) pool.close();
  await Promise.all(
    open.splice(0).map((server) => {
      server.closeAllConnections?.();
      return new Promise<void>((resolve) => server.close(resolve));
    }),
  );
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}

function pool(http: Partial<HttpSettings> = {}, now: () => number = Date.now): Connections {
  const settings = { connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true, ...http };
  const made = openConnections(settings, { now });
  pools.push(made);
  return made;
}

function ask(url: string, over: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: new URL(url), headers: {}, ...over };
}

const textOf = ({ body }: HttpAnswer) => body.toString();

async function plainServer(listener: RequestListener) {
  return `http://127.0.0.1:${await listen(createHttpServer(listener))}`;
}

/** Speaks the bytes that it is told to, and keeps what it was sent on all connections. */
async function rawServer(speak: (socket: Socket, received: string, connection: number) => void) {
  const requests: string[] = [];
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections += 1;
    const connection = connections;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      requests.push(data.toString());
      speak(socket, data.toString(), connection);
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, requests, connections: () => connections };
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

async function privateEndpoint() {
  const authority = await issueAuthority();
  const { certificatePem, privateKeyPem } = await issueLeaf(authority, { names: ['localhost', '127.0.0.1'] });
  const server = createHttpsServer({ cert: certificatePem, key: privateKeyPem }, (_, response) =>
    response.end('answered'),
  );
  return { port: await listen(server), caBundle: authority.certificatePem };
}

/** A proxy that lets everything through to one port, and what it was asked for. */
async function proxyTo(port: number) {
  const asked: (string | undefined)[] = [];
  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [socket, upstream]) each.on('error', () => {});
    upstream.on('close', () => socket.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, asked };
}

describe('the connections of a plugin', () => {
  it('trust the bundle of the host, and nobody else’s authority', async () => {
    const { port, caBundle } = await privateEndpoint();
    const answer = await pool({ caBundle }).send(ask(`https://127.0.0.1:${port}`));
    expect(textOf(answer)).toBe('answered');
    await expect(pool().send(ask(`https://127.0.0.1:${port}`))).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('hold the name of the host to its certificate', async () => {
    const authority = await issueAuthority();
    const { certificatePem, privateKeyPem } = await issueLeaf(authority, { names: ['other.example.com'] });
    const server = createHttpsServer({ cert: certificatePem, key: privateKeyPem }, (_, response) =>
      response.end(),
    );
    const url = `https://localhost:${await listen(server)}`;
    await expect(pool({ caBundle: authority.certificatePem }).send(ask(url))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('go through the proxy that the host names for the URL, and straight where it names none', async () => {
    const { port, caBundle } = await privateEndpoint();
    const { url, asked } = await proxyTo(port);
    const http = pool({ caBundle, proxyFor: (to) => (to.includes('localhost') ? url : undefined) });
    expect(textOf(await http.send(ask(`https://localhost:${port}`)))).toBe('answered');
    expect(textOf(await http.send(ask(`https://127.0.0.1:${port}`)))).toBe('answered');
    expect(asked).toEqual([`localhost:${port}`]);
  });

  it('trust no proxy in between: the authority is asked of whoever answers', async () => {
    const { port } = await privateEndpoint();
    const { url } = await proxyTo(port);
    const sent = pool({ proxyFor: () => url }).send(ask(`https://localhost:${port}`));
    await expect(sent).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('do not take the page of a proxy that refuses for an answer', async () => {
    const proxy = createHttpServer();
    proxy.on('connect', (_, socket) => {
      const body = '<html>no</html>';
      socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    const url = `http://127.0.0.1:${await listen(proxy)}`;
    await expect(pool({ proxyFor: () => url }).send(ask('https://vault.invalid'))).rejects.toMatchObject({
      code: 'PROXY_REFUSED',
      message: 'The proxy answered CONNECT with 403.',
    });
  });

  it('are kept, and are no more than the host allows', async () => {
    let atOnce = 0;
    let most = 0;
    const ports = new Set<number | undefined>();
    const url = await plainServer(async (request, response) => {
      ports.add(request.socket.remotePort);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await sleep(20);
      atOnce -= 1;
      response.end('ok');
    });
    const http = pool({ maxSockets: 2 });
    await Promise.all(Array.from({ length: 8 }, () => http.send(ask(url))));
    expect(most).toBe(2);
    expect(ports.size).toBe(2);
  });

  it('end with the signal while a proxy keeps them waiting', async () => {
    const proxy = createTcpServer((socket) => socket.on('error', () => {}).resume());
    const url = `http://127.0.0.1:${await listen(proxy)}`;
    const sent = pool({ proxyFor: () => url }).send(
      ask('https://vault.invalid', { signal: AbortSignal.timeout(100) }),
    );
    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('follow no redirect', async () => {
    const url = await plainServer((_, response) => response.writeHead(307, { location: '/other' }).end());
    expect(await pool().send(ask(url))).toMatchObject({ status: 307, headers: { location: '/other' } });
  });

  it('refuse an answer that has no end', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    const url = await plainServer((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(pool().send(ask(url))).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
  });
});

describe('a request', () => {
  const write = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'the key' };

  it('is not sent again when a kept connection breaks under it', async () => {
    const { url, requests } = await rawServer((socket, _, connection) => {
      // The first request on the first connection is answered; whatever comes next on any, is not.
      if (requests.length === 1 && connection === 1) socket.write(OK);
      else socket.destroy();
    });
    const http = pool();
    await http.send(ask(url));
    await expect(http.send(ask(url, write))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await sleep(50);
    expect(requests.filter((text) => text.startsWith('POST'))).toHaveLength(1);
  });

  it('is not sent again after a reset', async () => {
    const { url, requests } = await rawServer((socket) => socket.resetAndDestroy());
    await expect(pool().send(ask(url, write))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await sleep(50);
    expect(requests).toHaveLength(1);
  });

  it('fails when the answer is cut off', async () => {
    const { url } = await rawServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"Certificate":{"Sta');
    });
    await expect(pool().send(ask(url))).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('ends with its signal, on the wire, too', async () => {
    const controller = new AbortController();
    let gone: () => void = () => {};
    const dropped = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const url = await plainServer((request) => {
      request.socket.on('close', gone);
      controller.abort(new Error('cancelled'));
    });
    await expect(pool().send(ask(url, { signal: controller.signal }))).rejects.toThrow('cancelled');
    await dropped;
  });

  it('is not written when its signal has aborted while it waited for a connection', async () => {
    const { url, requests } = await rawServer((socket) => {
      void sleep(50).then(() => socket.write(OK));
    });
    const http = pool({ maxSockets: 1 });
    const controller = new AbortController();
    const first = http.send(ask(url));
    const second = http.send(ask(url, { ...write, signal: controller.signal }));
    controller.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    await first;
    await http.send(ask(url));
    expect(requests.some((text) => text.startsWith('POST'))).toBe(false);
  });

  it('is not written when its deadline has passed, though no timer has said so', async () => {
    const { url, requests } = await rawServer((socket) => socket.write(OK));
    let now = 1_000;
    const http = pool({}, () => now);
    const signal = () => withDeadline(new AbortController().signal, 2_000);
    await http.send(ask(url, { signal: signal() }));
    now = 2_000;
    await expect(http.send(ask(url, { ...write, signal: signal() }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    // The connection is not closed for what was not written on it, or is replaced: either way it works.
    now = 1_000;
    await http.send(ask(url, { signal: signal() }));
    expect(requests.some((text) => text.startsWith('POST'))).toBe(false);
  });
});
