import type { Clock, EpochMs } from '@certctl/plugin-api';

/**
 * A clock whose time passes only while somebody sleeps, so that an hour of waiting takes no time and always
 * the same. Time-outs of requests stay real: nothing in a test should hang long enough to meet them.
 */
export class VirtualClock implements Clock {
  #now: EpochMs;

  constructor(startAt: EpochMs = Date.UTC(2027, 0, 15)) {
    this.#now = startAt;
  }

  now(): EpochMs {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#now += ms;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  }

  timeout(ms: number): { readonly signal: AbortSignal; cancel(): void } {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error('timed out')), Math.max(0, ms));
    return { signal: controller.signal, cancel: () => clearTimeout(timer) };
  }
}
