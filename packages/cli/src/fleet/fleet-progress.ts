import type { Context } from '../context.js';

const CLEAR_LINE = '\r\u001b[K';
const LINE_EVERY = 100;

/** Tells on stderr how far a fleet has come: on one line of a terminal, elsewhere every hundred targets. */
export class FleetProgress {
  readonly #context: Context;
  readonly #verb: string;
  readonly #total: number;

  constructor(verb: string, total: number, context: Context) {
    this.#verb = verb;
    this.#total = total;
    this.#context = context;
  }

  ended(count: number, id: string): void {
    const { io, json } = this.#context;
    if (io.stderr.isTTY === true && !json) {
      const line = `${this.#verb} ${count}/${this.#total}  ${id}`;
      io.stderr.write(`${CLEAR_LINE}${line.slice(0, (io.stderr.columns ?? 80) - 1)}`);
    } else if (count % LINE_EVERY === 0 && count < this.#total) {
      io.stderr.write(`certctl: ${this.#verb} ${count} of ${this.#total}\n`);
    }
  }

  clear(): void {
    const { io, json } = this.#context;
    if (io.stderr.isTTY === true && !json) io.stderr.write(CLEAR_LINE);
  }
}
