import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallRecord } from '../outcome/call-record.js';
import { type OutcomeStatus, succeeded } from '../outcome/outcome.js';

/** What is exposed. Labels have few values whatever the size of the fleet; documentation is generated from this. */
export const METRICS = {
  attempts: {
    name: 'certctl_deploy_attempts_total',
    type: 'counter',
    help: 'Deploys that have ended, by result.',
    labels: ['target_type', 'result'],
  },
  rollbacks: {
    name: 'certctl_deploy_rollback_total',
    type: 'counter',
    help: 'Deploys that had to be taken back: restored (withdrawn included) or also_failed.',
    labels: ['target_type', 'outcome'],
  },
  duration: {
    name: 'certctl_deploy_duration_seconds',
    type: 'histogram',
    help: 'Time from the request to the outcome.',
    labels: ['target_type', 'result'],
  },
  skips: {
    name: 'certctl_deploy_idempotent_skip_total',
    type: 'counter',
    help: 'Deploys that found everything in place and sent no write.',
    labels: ['target_type'],
  },
  validateFailures: {
    name: 'certctl_deploy_validate_failures_total',
    type: 'counter',
    help: 'Verifications that found something else than what was deployed.',
    labels: ['target_type'],
  },
  postVerifyFailures: {
    name: 'certctl_deploy_post_verify_failures_total',
    type: 'counter',
    help: 'Imports after which the service did not show what was sent.',
    labels: ['target_type'],
  },
  calls: {
    name: 'certctl_cloud_calls_total',
    type: 'counter',
    help: 'Requests to cloud services, by how they ended.',
    labels: ['target_type', 'operation', 'class'],
  },
  quotaWait: {
    name: 'certctl_quota_wait_seconds',
    type: 'histogram',
    help: 'Time that requests waited for the published quota of their operation; those that did not wait are left out.',
    labels: ['target_type', 'operation'],
  },
  journalOpen: {
    name: 'certctl_journal_open',
    type: 'gauge',
    help: 'Deploys whose end is not known yet.',
    labels: [],
  },
} as const;

type LabelsOf<K extends keyof typeof METRICS> = (typeof METRICS)[K]['labels'][number];

/** The engine's counters. They move once for each deploy, when its end is known. */
export class Metrics {
  readonly registry: Registry;
  readonly #attempts: Counter<LabelsOf<'attempts'>>;
  readonly #rollbacks: Counter<LabelsOf<'rollbacks'>>;
  readonly #duration: Histogram<LabelsOf<'duration'>>;
  readonly #skips: Counter<LabelsOf<'skips'>>;
  readonly #validateFailures: Counter<LabelsOf<'validateFailures'>>;
  readonly #postVerifyFailures: Counter<LabelsOf<'postVerifyFailures'>>;
  readonly #calls: Counter<LabelsOf<'calls'>>;
  readonly #quotaWait: Histogram<LabelsOf<'quotaWait'>>;
  readonly #journalOpen: Gauge;

  constructor(registry: Registry = new Registry()) {
    this.registry = registry;
    const counter = <K extends keyof typeof METRICS>(key: K): Counter<LabelsOf<K>> =>
      new Counter({
        name: METRICS[key].name,
        help: METRICS[key].help,
        labelNames: [...METRICS[key].labels] as LabelsOf<K>[], // the spread widens the tuple's type
        registers: [registry],
      });
    this.#attempts = counter('attempts');
    this.#rollbacks = counter('rollbacks');
    this.#skips = counter('skips');
    this.#validateFailures = counter('validateFailures');
    this.#postVerifyFailures = counter('postVerifyFailures');
    this.#calls = counter('calls');
    this.#duration = new Histogram({
      name: METRICS.duration.name,
      help: METRICS.duration.help,
      labelNames: [...METRICS.duration.labels],
      buckets: [0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600],
      registers: [registry],
    });
    this.#quotaWait = new Histogram({
      name: METRICS.quotaWait.name,
      help: METRICS.quotaWait.help,
      labelNames: [...METRICS.quotaWait.labels],
      buckets: [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800],
      registers: [registry],
    });
    this.#journalOpen = new Gauge({
      name: METRICS.journalOpen.name,
      help: METRICS.journalOpen.help,
      registers: [registry],
    });
  }

  /** The series of a target type, at zero: a rate over a series that is not there yet shows nothing. */
  expect(targetType: string): void {
    for (const result of ['success', 'failure']) this.#attempts.inc({ target_type: targetType, result }, 0);
    for (const outcome of ['restored', 'also_failed']) {
      this.#rollbacks.inc({ target_type: targetType, outcome }, 0);
    }
  }

  /** A deploy has ended; `unresolved` has not, and moves nothing. */
  ended(targetType: string, status: OutcomeStatus, milliseconds: number): void {
    if (status === 'unresolved') return;
    const result = succeeded(status) ? 'success' : 'failure';
    this.#attempts.inc({ target_type: targetType, result });
    this.#duration.observe({ target_type: targetType, result }, milliseconds / 1000);
    if (status === 'unchanged') this.#skips.inc({ target_type: targetType });
    if (status === 'restored' || status === 'withdrawn') {
      this.#rollbacks.inc({ target_type: targetType, outcome: 'restored' });
    }
    if (status === 'also_failed') this.#rollbacks.inc({ target_type: targetType, outcome: 'also_failed' });
  }

  called(targetType: string, record: CallRecord): void {
    this.#calls.inc({ target_type: targetType, operation: record.operation, class: record.result });
  }

  /** A request had to wait for its quota. */
  paced(targetType: string, operation: string, milliseconds: number): void {
    this.#quotaWait.observe({ target_type: targetType, operation }, milliseconds / 1000);
  }

  validationFailed(targetType: string): void {
    this.#validateFailures.inc({ target_type: targetType });
  }

  postVerifyFailed(targetType: string): void {
    this.#postVerifyFailures.inc({ target_type: targetType });
  }

  journalOpen(count: number): void {
    this.#journalOpen.set(count);
  }
}
