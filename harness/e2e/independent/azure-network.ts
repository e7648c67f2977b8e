import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy that leads names of Azure to servers of this machine, and nothing anywhere else. */
export interface AzureNetwork {
  readonly url: string;
  /** Hosts that were asked for and lead nowhere. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/**
 * Stands in for the way to Azure: what a client asks for by its real name comes to the port that is given for
 * it. The client then checks names and challenges as it does in production.
 *
 * @param ports by host; names of this machine need none
 */
export async function startAzureNetwork(ports: Readonly<Record<string, number>>): Promise<AzureNetwork> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket: Socket) => {
    const { hostname, port } = new URL(`tcp://${request.url}`);
    const to = hostname === '127.0.0.1' ? Number(port) : ports[hostname];
    socket.on('error', () => {});
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (to === undefined) {
      refused.push(hostname);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  return {
    url: `http://127.0.0.1:${await listen(proxy)}`,
    refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  return (server.address() as AddressInfo).port;
}
