import { connect } from 'node:tls';

/** The leaf that a server shows, DER; undefined when no handshake ends: it takes the key of the leaf to end one. */
export function handshake(address: {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for. @default www.example.com */
  readonly servername?: string;
}): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ servername: 'www.example.com', ...address, rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerX509Certificate() ?? {};
      socket.destroy();
      resolve(raw);
    });
    socket.on('error', () => resolve(undefined));
  });
}
