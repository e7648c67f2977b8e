import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer, get } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import type { HttpSettings } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { openAgents } from './open-agents.js';

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}

async function ask(url: string, http: Partial<HttpSettings>): Promise<string> {
  const agents = openAgents({ connectTimeoutMs: 2_000, maxSockets: 4, allowEndpoints: true, ...http });
  try {
    return await new Promise<string>((resolve, reject) => {
      get(url, { agent: agents.https }, (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve(text));
      }).on('error', reject);
    });
  } finally {
    agents.close();
  }
}

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
    upstream.on('close', () => socket.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, asked };
}

describe('the agents of a plugin', () => {
  it('trust the bundle of the host, and nobody else’s authority', async () => {
    const { port, caBundle } = await privateEndpoint();
    await expect(ask(`https://127.0.0.1:${port}`, { caBundle })).resolves.toBe('answered');
    await expect(ask(`https://127.0.0.1:${port}`, {})).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('go through the proxy that the host names for the URL, and straight where it names none', async () => {
    const { port, caBundle } = await privateEndpoint();
    const { url, asked } = await proxyTo(port);
    const proxyFor = (to: string) => (to.includes('localhost') ? url : undefined);
    await expect(ask(`https://localhost:${port}`, { caBundle, proxyFor })).resolves.toBe('answered');
    await expect(ask(`https://127.0.0.1:${port}`, { caBundle, proxyFor })).resolves.toBe('answered');
    expect(asked).toEqual([`localhost:${port}`]);
  });

  it('trust no proxy in between: the authority is asked of whoever answers', async () => {
    const { port } = await privateEndpoint();
    const { url } = await proxyTo(port);
    await expect(ask(`https://localhost:${port}`, { proxyFor: () => url })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('do not take the page of a proxy that refuses for an answer', async () => {
    const proxy = createHttpServer();
    proxy.on('connect', (_, socket) => {
      const body = '<html>no</html>';
      socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    const url = `http://127.0.0.1:${await listen(proxy)}`;
    await expect(ask('https://vault.invalid', { proxyFor: () => url })).rejects.toMatchObject({
      code: 'PROXY_REFUSED',
    });
  });
});
