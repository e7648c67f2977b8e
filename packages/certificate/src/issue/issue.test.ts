import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { issueAuthority, issueLeaf } from './index.js';

describe('issueAuthority', () => {
  it('issues a root and intermediates, the root left out of the chain', async () => {
    const root = await issueAuthority({ name: 'O=Test, CN=The root' });
    const first = await issueAuthority({ parent: root });
    const second = await issueAuthority({ parent: first, name: 'second' });
    expect(root).toMatchObject({ chainPem: '', facts: { subject: 'O = Test, CN = The root', isCa: true } });
    expect(second.chainPem).toBe(second.certificatePem + first.certificatePem);
    expect(second.facts.issuer).toBe(first.facts.subject);
  });

  it('takes a key, a serial number and a validity', async () => {
    const key = readFileSync(
      join(import.meta.dirname, '../../../../fixtures/certificates/rsa-4096.key.pem'),
      'utf8',
    );
    const notBefore = Date.UTC(2049, 0, 1);
    const notAfter = Date.UTC(2051, 0, 1);
    const { facts, privateKeyPem } = await issueAuthority({
      privateKey: key,
      serial: 'abc',
      notBefore,
      notAfter,
    });
    expect(facts).toMatchObject({ keyAlgorithm: 'RSA-4096', serial: 'abc', notBefore, notAfter });
    expect(privateKeyPem).toBe(key);
  });
});

describe('issueLeaf', () => {
  it('issues what a TLS client trusts, under root and intermediate', async () => {
    const root = await issueAuthority();
    const middle = await issueAuthority({ parent: root, keyAlgorithm: 'RSA-2048' });
    const leaf = await issueLeaf(middle, { names: ['example.com', '127.0.0.1'], keyAlgorithm: 'EC-P-384' });
    const served = await handshake(
      leaf.certificatePem + leaf.chainPem,
      leaf.privateKeyPem,
      root.certificatePem,
    );
    expect(served).toBe(new X509Certificate(leaf.certificatePem).fingerprint256);
  });

  it('gives each certificate its own serial number and key, unless told otherwise', async () => {
    const one = await issueLeaf('self', { names: ['a.example.com'] });
    const two = await issueLeaf('self', { names: ['a.example.com'], privateKeyPem: one.privateKeyPem });
    expect(one.facts.serial).not.toBe(two.facts.serial);
    expect(createPublicKey(one.certificatePem).equals(createPublicKey(two.certificatePem))).toBe(true);
    expect(one.facts).toMatchObject({ isSelfIssued: true, isCa: false });
  });

  it('writes the usages that are asked for', async () => {
    const rsa = await issueLeaf('self', { names: ['a.example.com'], keyAlgorithm: 'RSA-1024' });
    expect(rsa.facts.keyUsage).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(rsa.facts.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });
});

/** Fingerprint of the certificate that a client got, having verified it. */
function handshake(cert: string, key: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer({ cert, key }, (socket: TLSSocket) => socket.end());
    server.listen(0, '127.0.0.1', () => {
      // The cast holds: a server that listens on a port has an AddressInfo.
      const { port } = server.address() as AddressInfo;
      const client = connect({ host: '127.0.0.1', port, ca, servername: 'example.com' }, () => {
        resolve(client.getPeerX509Certificate()?.fingerprint256 ?? '');
        client.destroy();
        server.close();
      });
      client.on('error', reject);
    });
  });
}
