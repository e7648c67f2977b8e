import type { FakeAcm } from '@certctl/emulators';
import type { Engine } from '@certctl/engine';
import type { Check } from './act.js';

/** One act as the table and the JSON document show it. */
export interface ActSummary {
  readonly title: string;
  readonly outcome: string;
  readonly expected: string;
  readonly asExpected: boolean;
  readonly checks: readonly Check[];
}

export interface CallSummary {
  readonly operation: string;
  readonly calls: number;
  readonly refused: number;
}

/** Requests by operation, from the emulator's own log. */
export function callsOf(emulators: readonly Pick<FakeAcm, 'requests'>[]): readonly CallSummary[] {
  const logged = emulators.flatMap(({ requests }) => requests.all());
  const all = logged.map(({ service, operation, error }) => ({
    name: `${service}:${operation}`,
    isRefused: error !== undefined,
  }));
  return [...new Set(all.map(({ name }) => name))]
    .map((operation) => {
      const requests = all.filter(({ name }) => name === operation);
      const refused = requests.filter(({ isRefused }) => isRefused).length;
      return { operation, calls: requests.length, refused };
    })
    .toSorted((a, b) => b.calls - a.calls);
}

const SHOWN =
  /^certctl_(?:deploy_(?:attempts|rollback|idempotent_skip|post_verify_failures)_total|journal_open)\b/;

/** The counters as Prometheus would read them. */
export async function metricsOf(engine: Engine): Promise<readonly string[]> {
  return (await engine.metrics.metrics()).split('\n').filter((line) => SHOWN.test(line));
}
