import { connect, createServer, type Socket } from 'node:net';
import type { FaultSlug } from './fault-kinds.js';

interface Server {
  readonly host: string;
  readonly port: number;
}

/** Servers behind a door: the real one, and those that faults lead to. */
export interface Behind {
  readonly real: Server;
  /** Shows the certificate of before. */
  readonly stale: Server;
  /** Shows a certificate of nobody that we know. */
  readonly wrong: Server;
}

/** Long enough for a part of an answer, and too short for all of it. */
const PART = 300;

/** Where the probe of a listener is sent to: it leads on to the listener, unless a fault has another way for it. */
export class ProbeDoor {
  private constructor(
    readonly port: number,
    readonly close: () => void,
  ) {}

  /** @param meet told of each connection; the fault that it meets */
  static async open(behind: Behind, meet: () => FaultSlug | undefined): Promise<ProbeDoor> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      pass(socket, behind, meet());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the door has no port');
    return new ProbeDoor(address.port, () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
  }
}

function pass(socket: Socket, behind: Behind, fault: FaultSlug | undefined): void {
  switch (fault) {
    case '5xx':
    case '5xx-for-good':
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'timeout-after-effect':
      socket.resume();
      return;
    case 'slow':
      setTimeout(() => lead(socket, behind.real), 120);
      return;
    case 'stale-read':
      lead(socket, behind.stale);
      return;
    case 'wrong-serial':
      lead(socket, behind.wrong);
      return;
    default:
      lead(socket, behind.real, fault === 'truncated' ? PART : undefined);
  }
}

/** @param most bytes of the answer that come through */
function lead(socket: Socket, server: Server, most?: number): void {
  const inner = connect(server);
  inner.on('error', () => socket.destroy());
  inner.on('close', () => socket.destroy());
  socket.on('close', () => inner.destroy());
  socket.pipe(inner);
  if (most === undefined) {
    inner.pipe(socket);
    return;
  }
  inner.once('data', (bytes: Buffer) => {
    socket.end(bytes.subarray(0, most));
    inner.destroy();
  });
}
