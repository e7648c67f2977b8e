import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { acmSession, authority, imported, leaf } from '../../test-support/acm-session.js';
import type { TlsListener } from './certificate-listener.js';

/** The leaf that a handshake shows, verified up to the CA when one is given. */
function handshake({ host, port }: TlsListener, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host, port, servername: 'www.example.com', ca, rejectUnauthorized: ca !== undefined },
      () => {
        const presented = socket.getPeerX509Certificate();
        socket.destroy();
        resolve(presented?.fingerprint256 ?? 'none');
      },
    );
    socket.on('error', reject);
  });
}

const fingerprint = (made: { certificatePem: string }) =>
  new X509Certificate(made.certificatePem).fingerprint256;

describe('a TLS listener on a certificate', () => {
  it('shows the new leaf after a re-import, with its chain and key', async () => {
    const { acm, emulator } = await acmSession();
    const root = await authority();
    const intermediate = await authority({ subject: 'CN=Intermediate', issuer: root });
    const first = await leaf({ issuer: intermediate });
    const second = await leaf({ issuer: intermediate });
    const chain = intermediate.certificatePem;
    const arn = await imported(acm, { made: first, chain });
    const listener = await emulator.listenTls(arn);
    expect(await handshake(listener, root.certificatePem)).toBe(fingerprint(first));
    await imported(acm, { made: second, chain, arn });
    expect(await handshake(listener, root.certificatePem)).toBe(fingerprint(second));
  });

  it('shows the wrong leaf when a fault stored one', async () => {
    const { acm, emulator } = await acmSession();
    const [held, next] = [await leaf(), await leaf()];
    const arn = await imported(acm, { made: held });
    emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    await imported(acm, { made: next, arn });
    const shown = await handshake(await emulator.listenTls(arn));
    expect([fingerprint(held), fingerprint(next)]).not.toContain(shown);
  });

  it('refuses the handshake when the certificate is gone', async () => {
    const { acm, emulator } = await acmSession();
    const listener = await emulator.listenTls(await imported(acm, { made: await leaf() }));
    emulator.reset();
    await expect(handshake(listener)).rejects.toThrow();
  });

  it('answers a request like a healthy target', async () => {
    const { acm, emulator } = await acmSession();
    const { host, port } = await emulator.listenTls(await imported(acm, { made: await leaf() }));
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host, port, rejectUnauthorized: false }, () =>
        socket.write('GET / HTTP/1.1\r\n\r\n'),
      );
      socket.on('data', (data) => resolve(data.toString()));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
  });
});
