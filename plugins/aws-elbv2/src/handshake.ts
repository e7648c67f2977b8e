import { connect } from 'node:tls';
import type { ProbeEndpoint } from './probe-endpoint.js';

export interface HandshakeOptions {
  /** Ends the handshake. */
  readonly signal: AbortSignal;
  /** Longest that it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Kind of key that the certificate shall have; either when left out. */
  readonly key?: keyof typeof SIGNATURES;
}

/**
 * What a client offers that wants a certificate with this kind of key: the server signs with the key, so it has to
 * choose one that fits (RFC 8446, 4.2.3).
 */
const SIGNATURES = {
  RSA: 'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
  EC: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512',
} as const;

/**
 * DER of the leaf that the endpoint shows in one TLS handshake. Whether it is trusted is not looked at: it is compared.
 *
 * @throws an Error with the name `HandshakeFailed`; the signal's reason
 */
export function handshake(
  { host, port, serverName = '' }: ProbeEndpoint,
  { signal, timeoutMs, key }: HandshakeOptions,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({
      host,
      port,
      servername: serverName,
      rejectUnauthorized: false,
      ...(key === undefined ? {} : { sigalgs: SIGNATURES[key] }),
    });
    const end = (reason: unknown) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(reason);
    };
    const fail = (why: string) => end(failed(`${host}:${port}: ${why}`));
    const abort = () => end(signal.reason);
    const timer = setTimeout(() => fail(`no handshake within ${timeoutMs / 1000} s`), timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => fail(error.message || error.name));
    socket.once('close', () => fail('the connection was closed during the handshake'));
    socket.once('secureConnect', () => {
      const leaf = socket.getPeerX509Certificate()?.raw;
      if (leaf) resolve(new Uint8Array(leaf));
      // Once there is an answer, this does no more than to let go.
      fail('no certificate was shown');
    });
  });
}

function failed(message: string): Error {
  return Object.assign(new Error(message), { name: 'HandshakeFailed' });
}
