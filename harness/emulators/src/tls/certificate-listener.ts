import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

/** What a listener presents. */
export interface ServedCertificate {
  /** Leaf first, then its chain. */
  readonly certificatesPem: string;
  readonly privateKeyPem: string;
}

export interface TlsListener {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * What to present to a client that names a server, or names none. `undefined` closes the connection
 * without a handshake.
 */
export type Serve = (serverName: string | undefined) => ServedCertificate | undefined;

/**
 * Listens on 127.0.0.1 and asks anew at every handshake what to present, as a load balancer whose
 * certificate is replaced under the same ARN. Port 0 takes a free one.
 */
export async function listenTls(serve: Serve, port = 0): Promise<TlsListener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    handshake(socket, serve);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no TCP address');
  return {
    host: '127.0.0.1',
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function handshake(socket: Socket, serve: Serve): void {
  socket.on('error', () => socket.destroy());
  const unnamed = serve(undefined);
  if (unnamed === undefined) {
    socket.destroy();
    return;
  }
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext: contextOf(unnamed),
    SNICallback: (serverName, answer) => {
      const named = serve(serverName);
      if (named === undefined) answer(new Error('there is nothing to present'));
      else answer(null, contextOf(named));
    },
  });
  secured.on('error', () => socket.destroy());
  secured.once('data', () => {
    secured.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  });
}

function contextOf({ certificatesPem, privateKeyPem }: ServedCertificate): SecureContext {
  return createSecureContext({ cert: certificatesPem, key: privateKeyPem });
}
