import { createHash } from 'node:crypto';
import type { Identified, ProxiedAnswer, ProxiedRequest } from './fault-proxy.js';

interface Seen {
  readonly answer: ProxiedAnswer;
  /** Writes that had been answered before it. */
  readonly after: number;
}

/** What each read was answered before the last write, for a service that shows it late. */
export class StaleAnswers {
  readonly #seen = new Map<string, Seen[]>();
  #writes = 0;

  saw(asked: ProxiedRequest, { write }: Pick<Identified, 'write'>, answer: ProxiedAnswer): void {
    if (write) {
      this.#writes += 1;
      return;
    }
    const key = keyOf(asked);
    const earlier = (this.#seen.get(key) ?? []).filter(({ after }) => after !== this.#writes);
    this.#seen.set(key, [...earlier.slice(-1), { answer, after: this.#writes }]);
  }

  /** Undefined when it was not asked before the last write. */
  before(asked: ProxiedRequest): ProxiedAnswer | undefined {
    return this.#seen.get(keyOf(asked))?.findLast(({ after }) => after < this.#writes)?.answer;
  }

  clear(): void {
    this.#seen.clear();
    this.#writes = 0;
  }
}

/** The question without what identifies its sender. */
function keyOf({ method, path, body, headers }: ProxiedRequest): string {
  const target = headers['x-amz-target'] ?? '';
  return `${method} ${path} ${target} ${createHash('sha256').update(body).digest('hex')}`;
}
