import type { Quota } from '@certctl/plugin-api';

/**
 * Keeps requests to the rates that a service publishes. Cases are about the plugin, and one that is throttled for the
 * haste of the suite would say nothing about it.
 */
export class Pace {
  readonly #gaps: ReadonlyMap<string, number>;
  readonly #next = new Map<string, number>();

  /** @param quotas those of the plugin's manifest; what is counted by the year is no rate */
  constructor(quotas: readonly Quota[]) {
    const rates = quotas.filter(({ counted }) => counted !== true);
    this.#gaps = new Map(rates.map(({ operation, requests, perMs }) => [operation, perMs / requests]));
  }

  /** Waits until the next request of the operation is due. */
  async turn(operation: string): Promise<void> {
    const gap = this.#gaps.get(operation);
    if (gap === undefined) return;
    const now = Date.now();
    const due = Math.max(now, this.#next.get(operation) ?? 0);
    this.#next.set(operation, due + gap);
    if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now));
  }
}
