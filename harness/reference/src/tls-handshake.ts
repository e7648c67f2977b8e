import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { ServiceError } from './service-error.js';

export interface TlsEndpoint {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for: where many sites share an address, it chooses the certificate. */
  readonly serverName: string;
}

/** What a client is shown, DER. */
export interface Shown {
  readonly leaf: Uint8Array;
  /** In the order in which it was sent, without the leaf. */
  readonly chain: readonly Uint8Array[];
}

/**
 * What an endpoint shows in a TLS handshake of its own: none is resumed, for then a server sends no certificate (RFC
 * 8446, 2.2). Whether it is trusted is not looked at: the engine compares it, byte for byte. That the handshake ends
 * proves, too, that the endpoint has the key of the leaf.
 *
 * @throws ServiceError of the class `broken`; the signal's reason
 */
export function tlsHandshake({ host, port, serverName }: TlsEndpoint, signal: AbortSignal): Promise<Shown> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ host, port, servername: serverName, rejectUnauthorized: false });
    const end = (reason: unknown) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(reason);
    };
    const fail = (why: string) =>
      end(new ServiceError('broken', 'HandshakeFailed', `${host}:${port}: ${why}`));
    const abort = () => end(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => fail(error.message || error.name));
    socket.once('close', () => fail('the connection was closed during the handshake'));
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate();
      if (leaf) resolve({ leaf: new Uint8Array(leaf.raw), chain: behind(leaf) });
      // Once there is an answer, this does no more than to let go.
      fail('no certificate was shown');
    });
  });
}

/** The certificates that were sent after this one, in their order. */
function behind(certificate: X509Certificate): readonly Uint8Array[] {
  const next = certificate.issuerCertificate;
  return next ? [new Uint8Array(next.raw), ...behind(next)] : [];
}
