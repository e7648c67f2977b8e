import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { connect } from 'node:tls';
import type { LowkeyJar } from './lowkey-jar.js';

export interface LowkeyServer {
  readonly url: string;
  /** PEM of its own certificate, which nobody else has signed. */
  readonly certificate: string;
  close(): Promise<void>;
}

// A second where nothing else runs; minutes where every core is taken.
const START_MS = 240_000;

/** Starts lowkey-vault on a free port of this machine, and waits until it answers. */
export async function startLowkey(jar: LowkeyJar): Promise<LowkeyServer> {
  const [port, tokenPort] = [await freePort(), await freePort()];
  const child = spawn(
    'java',
    [
      ...[
        '-Xmx256m',
        '-XX:TieredStopAtLevel=1',
        '-jar',
        jar.path,
        `--server.port=${port}`,
        `--app.token.port=${tokenPort}`,
      ],
      ...['--server.address=127.0.0.1', '--LOWKEY_VAULT_RELAXED_PORTS=true'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // However this process ends, the server does not outlive it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  const hear = (text: string) => {
    said = (said + text).slice(-4_000);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const until = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`lowkey-vault ended with ${child.exitCode}: ${said}`);
    const certificate = await shownBy(port);
    if (certificate !== undefined) {
      return { url: `https://localhost:${port}`, certificate, close: () => end(child, kill) };
    }
    if (Date.now() > until) {
      kill();
      throw new Error(`lowkey-vault did not start within ${START_MS / 1_000} s: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function end(child: ReturnType<typeof spawn>, kill: () => void): Promise<void> {
  return new Promise((resolve) => {
    process.removeListener('exit', kill);
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** The certificate that a server of this machine shows; undefined while it does not listen. */
function shownBy(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const shown = socket.getPeerX509Certificate()?.toString();
      socket.destroy();
      resolve(shown);
    });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return address.port;
}
