import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, EpochMs } from '@certctl/plugin-api';

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): EpochMs {
    return Date.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms, undefined, signal ? { signal } : {});
  }

  timeout(ms: number): { readonly signal: AbortSignal; cancel(): void } {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new DOMException('the time for this request has passed', 'TimeoutError')),
      Math.max(0, ms),
    );
    return { signal: controller.signal, cancel: () => clearTimeout(timer) };
  }
}
