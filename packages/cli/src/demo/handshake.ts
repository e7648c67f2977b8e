import { createHash, type X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';

/** What a client saw of a server in a handshake that was completed. */
export interface Presented {
  readonly certificate: X509Certificate;
  /** Whether the chain leads to the root that the client trusts, and the name fits. */
  readonly trusted: boolean;
  readonly protocol: string;
}

export interface Server {
  readonly host: string;
  readonly port: number;
}

const PATIENCE_MS = 5_000;

/**
 * Completes a TLS 1.3 handshake and tells what was presented, trusted or not. A server cannot complete it
 * without the private key of the certificate: it signs the handshake (CertificateVerify; RFC 8446, 4.4.3).
 */
export function handshake(server: Server, servername: string, rootPem: string): Promise<Presented> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: server.host,
      port: server.port,
      servername,
      ca: rootPem,
      minVersion: 'TLSv1.3',
      // What is not trusted is what some acts are about, so it is looked at instead of refused.
      rejectUnauthorized: false,
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('the handshake took too long')));
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const presented = { trusted: socket.authorized, protocol: socket.getProtocol() ?? 'unknown' };
      socket.destroy();
      if (certificate) resolve({ certificate, ...presented });
      else reject(new Error('the server presented no certificate'));
    });
  });
}

/** SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hexadecimal. */
export function publicKeyOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
