import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Ran } from '../scaffold/run-document.js';
import { asPnpm } from './as-pnpm.js';

export type PackageManager = 'npm' | 'pnpm';

/** How the network is reached and trusted is the machine's, and not the person's. */
const OF_THE_MACHINE =
  /^(?:PATH|LANG|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO)_PROXY|(?:https?|no)_proxy)$/;

/** Milliseconds that one command may take. */
const PATIENCE = 10 * 60_000;

/** Somebody who has Node and npm, a home and a folder with nothing in them, and a registry. */
export class Stranger {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-stranger-')));
  readonly home = join(this.#root, 'home');
  #running: number | undefined;
  /** Where the work is done. */
  readonly folder = join(this.#root, 'work');

  constructor(
    readonly manager: PackageManager,
    registry: string,
  ) {
    mkdirSync(this.home);
    mkdirSync(this.folder);
    mkdirSync(this.temporary);
    writeFileSync(join(this.home, '.npmrc'), `registry=${registry}\nupdate-notifier=false\n`);
  }

  /** Puts a program on the path, from its package. */
  async bring(specifier: string): Promise<void> {
    const ran = await this.#spawn(`npm install --prefix ${this.#tools} ${specifier}`, this.home, {});
    if (ran.code !== 0) throw new Error(`${specifier} could not be installed:\n${ran.output}`);
  }

  /** Runs a command of a document, as this person would type it. */
  run(command: string, folder: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return this.#spawn(this.said(command), folder, env);
  }

  /** Runs a command, and presses Ctrl-C when it says something: every process of the terminal hears it. */
  interrupted(command: string, folder: string, when: RegExp): Promise<Ran> {
    return this.#spawn(`exec ${command}`, folder, {}, when);
  }

  /** Where programs put what they need for a while. */
  get temporary(): string {
    return join(this.#root, 'tmp');
  }

  /** The command, in the words of the package manager. */
  said(command: string): string {
    return this.manager === 'pnpm' ? asPnpm(command) : command;
  }

  /** Ends what is under way, and removes everything. */
  remove(): void {
    this.#end();
    rmSync(this.#root, { recursive: true, force: true });
  }

  get #tools(): string {
    return join(this.#root, 'tools');
  }

  #spawn(
    command: string,
    cwd: string,
    more: Readonly<Record<string, string>>,
    interruptAt?: RegExp,
  ): Promise<Ran> {
    const machine = Object.entries(process.env).filter(([name]) => OF_THE_MACHINE.test(name));
    const bin = join(this.#tools, 'node_modules', '.bin');
    const env = {
      ...Object.fromEntries(machine),
      HOME: this.home,
      TMPDIR: this.temporary,
      PATH: withoutRepository(`${bin}${delimiter}${process.env.PATH ?? ''}`),
      CI: 'true',
      ...more,
    };
    return new Promise((done) => {
      const child = spawn(command, {
        cwd,
        env,
        shell: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      let output = '';
      let pending = interruptAt;
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (!pending?.test(output) || child.pid === undefined) return;
          pending = undefined;
          process.kill(-child.pid, 'SIGINT');
        });
      this.#running = child.pid;
      const timer = setTimeout(() => this.#end(), PATIENCE);
      child.once('close', (code) => {
        clearTimeout(timer);
        this.#running = undefined;
        done({ code: code ?? 1, output: stripVTControlCharacters(output) });
      });
    });
  }

  /** The shell has a group of its own, so that what it started ends with it. */
  #end(): void {
    if (this.#running !== undefined) process.kill(-this.#running, 'SIGKILL');
    this.#running = undefined;
  }
}

/** npm and the bootstrap put the repository's programs on the path; a stranger has none of them. */
function withoutRepository(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') || folder.includes('certctl-stranger-'))
    .join(delimiter);
}
