import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/repository.js';
import { runCommand } from '../../../scripts/run-command.js';

/** A container runtime that can be used, and what of it was started here. */
export interface Daemon {
  /** `the one that runs here`, or what was started. */
  readonly origin: string;
  close(): Promise<void>;
}

const USUAL_SOCKET = '/var/run/docker.sock';
const START_MS = 60_000;

/**
 * The container runtime that DOCKER_HOST names or that listens where it usually does; otherwise Debian's, started by
 * hand and ended with the run.
 *
 * @throws Error that says in one line what is missing and how to get it
 */
export async function ensureDaemon(): Promise<Daemon> {
  const named = process.env.DOCKER_HOST;
  if (named !== undefined && named !== '') return { origin: `the one at ${named}`, close: async () => {} };
  if (await answers(USUAL_SOCKET)) return { origin: 'the one that runs here', close: async () => {} };
  if ((await runCommand('dockerd', ['--version'])).code !== 0) {
    throw new Error('no container runtime answers; get one with `apt-get install docker.io`');
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      'no container runtime answers, and only root can start dockerd: start it, or name one by DOCKER_HOST',
    );
  }
  return startDaemon();
}

async function startDaemon(): Promise<Daemon> {
  const scratch = mkdtempSync(join(tmpdir(), 'certctl-dockerd-'));
  const [socket, log] = [join(scratch, 'docker.sock'), join(scratch, 'log')];
  // Images are kept between runs: some take minutes to build.
  const data = join(ROOT, 'node_modules', '.cache', 'certctl-docker');
  mkdirSync(data, { recursive: true });
  const into = openSync(log, 'w');
  const child = spawn(
    'dockerd',
    [
      ...['--data-root', data, '--exec-root', join(scratch, 'exec'), '--pidfile', join(scratch, 'pid')],
      // Published ports are nobody's business but this machine's.
      ...['--host', `unix://${socket}`, '--ip', '127.0.0.1'],
    ],
    { stdio: ['ignore', into, into] },
  );
  closeSync(into);
  // However this process ends, its daemon does not outlive it, and neither do the containers.
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  const until = Date.now() + START_MS;
  while (!(await Promise.race([answers(socket), failed]))) {
    if (child.exitCode !== null || Date.now() > until) {
      await end(child);
      throw new Error(`dockerd did not start: ${lastLine(readFileSync(log, 'utf8'))}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.env.DOCKER_HOST = `unix://${socket}`;
  return {
    origin: "Debian's docker.io, started for this run",
    close: async () => {
      process.removeListener('exit', kill);
      await end(child);
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** Whether a container runtime listens at a socket. */
function answers(socketPath: string): Promise<boolean> {
  if (!existsSync(socketPath)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
