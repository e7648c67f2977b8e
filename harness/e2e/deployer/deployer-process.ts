import { type ChildProcess, fork } from 'node:child_process';
import type { Target } from '@certctl/engine';
import type { DeployOrder, Ended, Installation, Order, Passage, Report } from './orders.js';

/** Nothing that a deployer is asked for takes longer; a process that hangs must not hold up the run. */
const PATIENCE_MS = 60_000;

/** How a deploy ended for whoever waits for it: with an outcome, or with the death of its process. */
export type DeployEnd = Ended | 'killed';

type Said<R extends Report['report']> = Extract<Report, { report: R }>;

/** One process that deploys, and everything that can be done to it. */
export class DeployerProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<Report['report'], (said: Report) => void>();
  readonly #dead: Promise<void>;
  readonly #loaded: Promise<unknown>;
  readonly #seen = new Set<string>();
  #broken: ((error: Error) => void) | undefined;
  #isDead = false;

  constructor(program: string) {
    // The SDK warns at every start that a later version will need a later Node.
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    this.#child = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env });
    this.#child.on('message', (said: Report) => this.#hear(said));
    this.#dead = new Promise((resolve) => {
      this.#child.once('exit', () => {
        this.#isDead = true;
        resolve();
      });
    });
    this.#loaded = this.#told('loaded');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @param aheadMs how far its clock is ahead of the machine's */
  async open(installation: Installation, aheadMs = 0): Promise<void> {
    await this.#within(this.#loaded, 'loading');
    const opened = this.#told('opened');
    this.#send({ order: 'open', installation, aheadMs });
    await this.#within(opened, 'opening its records');
  }

  /** Time passes for it. */
  setAhead(aheadMs: number): void {
    this.#send({ order: 'clock', aheadMs });
  }

  /** Has everything loaded that the first deploy to a type of target would load. */
  async prepare(target: Target): Promise<void> {
    const types = [target, ...(target.bindings ?? [])].map(({ type }) => type);
    if (types.every((type) => this.#seen.has(type))) return;
    const looked = this.#told('looked');
    this.#send({ order: 'look', target });
    await this.#within(looked, 'a look');
    for (const type of types) this.#seen.add(type);
  }

  async deploy(deploy: DeployOrder): Promise<DeployEnd> {
    const ended = this.#told('ended').then(({ ended }) => ended);
    this.#send({ order: 'deploy', deploy });
    const killed = this.#dead.then(() => 'killed' as const);
    return await this.#within(Promise.race([ended, killed]), 'a deploy');
  }

  /** Resolves when it has stopped, or waits, at a passage that it was ordered to; never, if it does not come there. */
  async halted(): Promise<Passage> {
    return (await this.#told('halted')).passage;
  }

  /** Lets it go on from where it waits. */
  go(): void {
    this.#send({ order: 'go' });
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.#isDead) this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#dead;
  }

  #send(order: Order): void {
    // A process that was killed a moment ago cannot be told anything; that it is dead shows by itself.
    this.#child.send(order, () => {});
  }

  #hear(said: Report): void {
    if (said.report === 'broken') {
      this.#broken?.(new Error(`a deployer broke: ${said.message}`));
      return;
    }
    const waiting = this.#waiting.get(said.report);
    this.#waiting.delete(said.report);
    waiting?.(said);
  }

  #told<R extends Report['report']>(report: R): Promise<Said<R>> {
    return new Promise((resolve) => {
      // What is heard under a name is the report of that name.
      this.#waiting.set(report, (said) => resolve(said as Said<R>));
    });
  }

  async #within<T>(work: Promise<T>, what: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const never = new Promise<never>((_, reject) => {
      this.#broken = reject;
      timer = setTimeout(
        () => reject(new Error(`${what} took more than ${PATIENCE_MS / 1_000} s`)),
        PATIENCE_MS,
      );
    });
    try {
      return await Promise.race([work, never]);
    } finally {
      clearTimeout(timer);
    }
  }
}
