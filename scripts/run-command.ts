import { spawn } from 'node:child_process';
import { ROOT } from './repository.js';

export interface CommandResult {
  readonly code: number;
  /** What it wrote, both streams as they came. */
  readonly output: string;
}

/** Runs a command at the root of the repository and keeps what it writes; never throws. */
export function runCommand(command: string, args: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (code: number) => resolve({ code, output: Buffer.concat(chunks).toString('utf8') });
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command} could not be started: ${error.message}\n`));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs the pinned pnpm, wherever it was started from. npx fetches it once and puts it on the PATH. */
export function runPnpm(packageManager: string, args: readonly string[]): Promise<CommandResult> {
  return runCommand('npx', ['-y', packageManager, ...args]);
}
