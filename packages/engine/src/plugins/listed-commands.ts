import { execFile } from 'node:child_process';
import type { Commands } from '@certctl/plugin-api';

/** A command of the host: the program by its path, and its arguments. No shell reads them. */
export interface ListedCommand {
  readonly file: string;
  readonly args?: readonly string[];
  /** Milliseconds. @default 30000 */
  readonly timeoutMs?: number;
}

/** The commands that the host's settings list. What one prints is not read: it may hold anything. */
export class ListedCommands implements Commands {
  readonly #commands: Readonly<Record<string, ListedCommand>>;

  constructor(commands: Readonly<Record<string, ListedCommand>>) {
    this.#commands = commands;
  }

  names(): readonly string[] {
    return Object.keys(this.#commands);
  }

  run(name: string, signal: AbortSignal): Promise<void> {
    const command = Object.hasOwn(this.#commands, name) ? this.#commands[name] : undefined;
    if (!command) {
      const listed = this.names().join(', ') || 'none';
      return Promise.reject(
        failure('UnknownCommand', `no command is listed under ${name}; listed: ${listed}`),
      );
    }
    const { file, args = [], timeoutMs = 30_000 } = command;
    return new Promise((done, fail) => {
      const child = execFile(file, [...args], { signal, timeout: timeoutMs, windowsHide: true }, (error) => {
        if (!error) return done();
        if (signal.aborted) return fail(signal.reason);
        if (error.killed)
          return fail(failure('CommandTimedOut', `${name} did not end within ${timeoutMs} ms`));
        const exit = typeof error.code === 'number' ? error.code : undefined;
        const why = exit === undefined ? `could not be run (${error.code})` : `ended with ${exit}`;
        fail(failure('CommandFailed', `${name} ${why}`, exit));
      });
      child.stdin?.end();
    });
  }
}

function failure(code: string, message: string, exitCode?: number): Error {
  return Object.assign(new Error(message), { code, ...(exitCode === undefined ? {} : { exitCode }) });
}
