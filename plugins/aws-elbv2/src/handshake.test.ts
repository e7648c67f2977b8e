import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createSecureContext, createServer, type TlsOptions } from 'node:tls';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { serviceDoubles } from '@certctl/reference';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CallDouble, leafFor } from './emulated-listener.fixture.js';
import { handshake } from './handshake.js';
import { ListenerProbe } from './listener-probe.js';

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

let rsa: IssuedLeaf;
let ec: IssuedLeaf;
let other: IssuedLeaf;
beforeAll(async () => {
  [rsa, ec, other] = await Promise.all([
    leafFor({ keyAlgorithm: 'RSA-2048' }),
    leafFor({ keyAlgorithm: 'EC-P-256' }),
    leafFor({ keyAlgorithm: 'EC-P-256', names: ['other.example.com'] }),
  ]);
});

const pem = (...leaves: readonly IssuedLeaf[]) => ({
  cert: leaves.map(({ certificatePem }) => certificatePem),
  key: leaves.map(({ privateKeyPem }) => privateKeyPem),
});

async function listen(server: Server): Promise<{ host: string; port: number }> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port };
}

const serve = (options: TlsOptions) =>
  listen(createServer(options, (socket) => socket.on('error', () => {}).resume()));
const options = (over: object = {}) => ({ signal: new AbortController().signal, timeoutMs: 5_000, ...over });

describe('a handshake', () => {
  it('shows the leaf, whoever issued it, and asks for the name', async () => {
    const at = await serve({
      ...pem(ec),
      SNICallback: (name, answer) =>
        answer(null, createSecureContext(pem(name === 'other.example.com' ? other : ec))),
    });
    expect(await handshake(at, options())).toEqual(ec.facts.der);
    expect(await handshake({ ...at, serverName: 'other.example.com' }, options())).toEqual(other.facts.der);
  });

  it('shows the certificate with the kind of key that is wanted', async () => {
    const at = await serve(pem(rsa, ec));
    expect(await handshake(at, options({ key: 'RSA' }))).toEqual(rsa.facts.der);
    expect(await handshake(at, options({ key: 'EC' }))).toEqual(ec.facts.der);
    const without = await serve(pem(ec));
    await expect(handshake(without, options({ key: 'RSA' }))).rejects.toMatchObject({
      name: 'HandshakeFailed',
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('shows either kind of key in %s', async (version) => {
    const at = await serve({ ...pem(rsa, ec), minVersion: version, maxVersion: version });
    expect(await handshake(at, options({ key: 'RSA' }))).toEqual(rsa.facts.der);
    expect(await handshake(at, options({ key: 'EC' }))).toEqual(ec.facts.der);
  });

  it('ends when nobody answers, at a closed door, and where no TLS is spoken', async () => {
    const silent = await listen(createTcpServer((socket) => socket.on('error', () => {}).resume()));
    await expect(handshake(silent, options({ timeoutMs: 50 }))).rejects.toMatchObject({
      name: 'HandshakeFailed',
      message: `127.0.0.1:${silent.port}: no handshake within 0.05 s`,
    });
    const rude = await listen(createTcpServer((socket) => socket.destroy()));
    await expect(handshake(rude, options())).rejects.toMatchObject({ name: 'HandshakeFailed' });
    const plain = await listen(
      createTcpServer((socket) =>
        socket
          .on('error', () => {})
          .resume()
          .end('HTTP/1.1 400\r\n\r\n'),
      ),
    );
    await expect(handshake(plain, options())).rejects.toMatchObject({ name: 'HandshakeFailed' });
    const closed = { host: '127.0.0.1', port: silent.port };
    await new Promise((resolve) => open.shift()?.close(resolve));
    await expect(handshake(closed, options())).rejects.toThrow('ECONNREFUSED');
  });

  it('leaves nothing behind that would keep a process from ending', async () => {
    const at = await serve(pem(ec));
    const [set, cleared] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
    const timeoutMs = 61_234;
    await handshake(at, options({ timeoutMs }));
    const own = set.mock.calls.findIndex(([, ms]) => ms === timeoutMs);
    expect(own).toBeGreaterThanOrEqual(0);
    expect(cleared).toHaveBeenCalledWith(set.mock.results[own]?.value);
    vi.restoreAllMocks();
  });

  it('ends with its signal', async () => {
    const silent = await listen(createTcpServer((socket) => socket.on('error', () => {}).resume()));
    const controller = new AbortController();
    const made = handshake(silent, options({ signal: controller.signal }));
    controller.abort(new Error('cancelled'));
    await expect(made).rejects.toThrow('cancelled');
    await expect(handshake(silent, options({ signal: controller.signal }))).rejects.toThrow('cancelled');
  });
});

describe('a listener with an RSA and an EC certificate for a name', () => {
  const probe = new ListenerProbe(serviceDoubles);

  it('is seen to serve each of them, whichever it prefers', async () => {
    const at = await serve(pem(rsa, ec));
    for (const { facts } of [rsa, ec]) {
      expect(await probe.serves(facts.der, at, new CallDouble())).toEqual({ settled: true });
    }
    const renewed = await leafFor({ keyAlgorithm: 'RSA-2048' });
    expect(await probe.serves(renewed.facts.der, at, new CallDouble())).toMatchObject({ settled: false });
  });

  it('is seen to serve another leaf where it has none of that kind', async () => {
    const at = await serve(pem(ec));
    expect(await probe.serves(rsa.facts.der, at, new CallDouble())).toEqual({
      settled: false,
      shows: `the certificate with the serial ${ec.facts.serial} in a handshake`,
    });
  });
});
