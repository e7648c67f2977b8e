import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { PythonTools } from './python-tools.js';

export interface MotoServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts moto on a free port of 127.0.0.1, which it says when it listens. */
export function startMoto({ bin }: PythonTools): Promise<MotoServer> {
  const child = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However this process ends, the server does not outlive it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const close = () =>
    new Promise<void>((resolve) => {
      process.removeListener('exit', kill);
      if (child.exitCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`moto did not start within 30 s: ${said}`));
    }, 30_000);
    const hear = (text: string) => {
      said += text;
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ url, close });
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`moto ended with code ${code}: ${said}`));
    });
  });
}
