import { setTimeout as sleep } from 'node:timers/promises';
import { handshake } from '../src/acm-scenario.js';
import { fingerprint } from './site.js';

/** Between two rounds: the processes that are looked at share the machine with whoever looks. */
const PAUSE_MS = 40;

interface Server {
  readonly host: string;
  readonly port: number;
}

/** Clients that shake hands with servers, round by round, until they are told to stop. */
export class Clients {
  /** How often each leaf was shown, by its fingerprint: by a server that has signed with its key. */
  readonly seen = new Map<string, number>();
  readonly failures: string[] = [];
  readonly #done: Promise<void>;
  #isOver = false;

  constructor(private readonly servers: readonly Server[]) {
    this.#done = this.#goOn();
  }

  get handshakes(): number {
    return [...this.seen.values()].reduce((sum, count) => sum + count, 0);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#done;
  }

  async #goOn(): Promise<void> {
    while (!this.#isOver) {
      for (const [number, server] of this.servers.entries()) await this.#one(server, number);
      await sleep(PAUSE_MS);
    }
  }

  async #one(server: Server, number: number): Promise<void> {
    try {
      const leaf = fingerprint((await handshake(server)).raw);
      this.seen.set(leaf, (this.seen.get(leaf) ?? 0) + 1);
    } catch (error) {
      this.failures.push(`listener ${number + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
