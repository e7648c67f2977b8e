import {
  type Call,
  CertctlError,
  type Clock,
  type EpochMs,
  type ErrorCode,
  type FailureClass,
  isCertctlError,
  type Logger,
  type Permission,
  type Quota,
  type RequestNames,
  redact,
  redactFailure,
  requestNamesOf,
  type ServiceFailure,
  withDeadline,
} from '@certctl/plugin-api';
import type { CallRecord } from '../outcome/call-record.js';
import type { Governor, Rank } from './governor.js';
import type { Timing } from './timing.js';
import type { UsageLog } from './usage-log.js';

export interface EngineCallOptions {
  readonly target: string;
  readonly permissions: readonly Permission[];
  readonly quotas: readonly Quota[];
  readonly governor: Governor;
  /** What shares quotas, as soon as it is known: nothing is paced before. */
  readonly scope?: string;
  readonly rank: Rank;
  /** When the certificate that is held now expires, as soon as it is known. */
  readonly expires?: EpochMs;
  /** Where what the service counts over months is counted. */
  readonly usage: UsageLog;
  readonly newId: () => string;
  /** Set for work that must change nothing: a plugin that tries to write is stopped. */
  readonly readOnly?: boolean;
  /** Told how long a request had to wait for its quota. */
  readonly onPaced: (operation: string, waitedMs: number) => void;
  readonly classify: (error: unknown) => ServiceFailure;
  readonly clock: Clock;
  /** Uniform in [0, 1), for the jitter. */
  readonly random: () => number;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly deadline: EpochMs;
  readonly signal: AbortSignal;
  readonly step: string;
  /** Told of every attempt when it has ended. */
  readonly onAttempt: (record: CallRecord) => void;
  /** Makes the deploy's leases last until then. @throws CertctlError `lease_lost` */
  readonly cover: (until: EpochMs) => Promise<void>;
  /** Told before a write is sent of the moment until which it can be under way. */
  readonly beforeWrite: (inFlightUntil: EpochMs) => Promise<void>;
}

/** The one door through which requests of a deploy go. */
export class EngineCall implements Call {
  readonly #options: EngineCallOptions;

  constructor(options: EngineCallOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  get deadline(): EpochMs {
    return this.#options.deadline;
  }

  get logger(): Logger {
    return this.#options.logger;
  }

  /** How it is made, whatever the plugin. */
  get manner(): Pick<EngineCallOptions, 'deadline' | 'signal' | 'step' | 'rank' | 'readOnly' | 'expires'> {
    const { deadline, signal, step, rank, readOnly, expires } = this.#options;
    return {
      ...{ deadline, signal, step, rank },
      ...(readOnly === undefined ? {} : { readOnly }),
      ...(expires === undefined ? {} : { expires }),
    };
  }

  /** The same call under the name of another step. */
  during(step: string): EngineCall {
    return new EngineCall({ ...this.#options, step });
  }

  /** The same call, paced with everything else that shares this scope. */
  within(scope: string): EngineCall {
    return new EngineCall({ ...this.#options, scope });
  }

  /** The same call, in the turn of a certificate that expires then. */
  expiring(expires: EpochMs | undefined): EngineCall {
    return expires === undefined ? this : new EngineCall({ ...this.#options, expires });
  }

  async wait(ms: number): Promise<void> {
    const { clock } = this.#options;
    this.#checkTime('wait');
    if (clock.now() + ms > this.deadline) throw this.#outOfTime('wait');
    try {
      await clock.sleep(ms, this.signal);
    } catch (error) {
      throw this.#cancelled('wait', error);
    }
  }

  async attempt<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const permission = this.#options.permissions.find((declared) => declared.operation === operation);
    if (!permission) {
      throw new CertctlError(
        'call_undeclared',
        `the plugin asked for ${operation}, which its permissions do not list`,
        { target: this.#options.target, operation },
      );
    }
    if (permission.effect === 'write' && this.#options.readOnly) {
      throw new CertctlError(
        'plugin_failed',
        `the plugin tried ${operation}, a write, where it was asked to look`,
        { target: this.#options.target, operation },
      );
    }
    for (let attempt = 1; ; attempt++) {
      await this.#pace(operation);
      this.#checkTime(operation);
      const end = this.#requestEnd();
      await this.#options.cover(end);
      const used = await this.#writeDown(permission, end);
      // A process that was stopped in between comes back when its lease may be somebody else's.
      this.#checkTime(operation, end);
      const sent = await this.#send(permission, attempt, end, send);
      if ('value' in sent) return sent.value;
      // An answer that says that nothing was done; without one it may have been.
      if (sent.failure.class !== 'uncertain') await this.#uncount(used);
      const delay = this.#retryDelay(permission, sent.failure, attempt);
      if (delay === undefined) throw this.#errorOf(permission, sent.failure, sent.cancelled);
      await this.wait(delay);
    }
  }

  /** Waits until every quota of the operation has room. */
  async #pace(operation: string): Promise<void> {
    const { quotas, governor, scope, rank, expires, clock, onPaced } = this.#options;
    if (scope === undefined) return;
    const turnOf = { scope, rank, signal: this.signal, ...(expires === undefined ? {} : { expires }) };
    for (const quota of quotas.filter((each) => each.operation === operation && !each.counted)) {
      const turn = { ...turnOf, quota };
      const earliest = governor.earliest(turn);
      if (earliest >= this.deadline) throw this.#outOfTime(operation);
      await this.#options.cover(earliest);
      const from = clock.now();
      try {
        await governor.take(turn);
      } catch (error) {
        throw this.#cancelled(operation, error);
      }
      if (clock.now() > from) onPaced(operation, clock.now() - from);
    }
  }

  /**
   * Writes down what has to be written before a request, at the same time, so that it goes to disk once.
   * @returns the ids of the uses of what the service counts
   */
  async #writeDown({ operation, effect }: Permission, end: EpochMs): Promise<readonly string[]> {
    if (effect !== 'write') return await this.#count(operation);
    const [counted, written] = await Promise.allSettled([
      this.#count(operation),
      this.#options.beforeWrite(end),
    ]);
    if (written.status === 'rejected') {
      // Nothing is sent, so nothing is to be counted.
      if (counted.status === 'fulfilled') await this.#uncount(counted.value);
      throw written.reason;
    }
    if (counted.status === 'rejected') throw counted.reason;
    return counted.value;
  }

  /** Writes down a request that the service counts over months, before it is sent. @returns the ids of its uses */
  async #count(operation: string): Promise<readonly string[]> {
    const { quotas, scope, usage, clock, newId } = this.#options;
    if (scope === undefined) return [];
    const ids: string[] = [];
    for (const { perMs } of quotas.filter((each) => each.operation === operation && each.counted)) {
      const id = newId();
      await usage.add({ id, scope, operation, until: clock.now() + perMs }, clock.now());
      ids.push(id);
    }
    return ids;
  }

  async #uncount(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#options.usage.remove(id);
  }

  async #send<T>(
    permission: Permission,
    attempt: number,
    end: EpochMs,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ value: T } | { failure: ServiceFailure; cancelled: boolean }> {
    const { clock, onAttempt, step } = this.#options;
    const startedAt = clock.now();
    const timeout = clock.timeout(end - startedAt);
    const { signal, release } = either(this.signal, timeout.signal);
    withDeadline(signal, end);
    const record = { operation: permission.operation, effect: permission.effect, startedAt, attempt, step };
    try {
      // Raced, because a plugin that ignores the signal must not hold the deploy past its deadline.
      const value = await Promise.race([send(signal), rejection(signal)]);
      onAttempt({ ...record, endedAt: clock.now(), result: 'ok', ...namesOf(signal) });
      return { value };
    } catch (error) {
      if (isCertctlError(error)) {
        // With a failure it comes from a request of its own within this one, which has its own record.
        if (error.failure === undefined) {
          const result = error.code === 'cancelled' ? 'cancelled' : 'broken';
          onAttempt({ ...record, endedAt: clock.now(), result, code: error.code, message: error.message });
        }
        throw error;
      }
      const failure = signal.aborted ? interrupted(this.signal.aborted) : this.#classified(error);
      const sorted =
        permission.effect === 'write' && failure.class === 'broken'
          ? { ...failure, class: 'uncertain' as const }
          : failure;
      onAttempt({
        ...record,
        endedAt: clock.now(),
        result: sorted.class,
        code: sorted.code,
        message: sorted.message,
        ...(sorted.status === undefined ? {} : { status: sorted.status }),
        ...namesOf(signal),
        ...(sorted.requestId === undefined ? {} : { requestId: sorted.requestId }),
      });
      return { failure: sorted, cancelled: this.signal.aborted };
    } finally {
      timeout.cancel();
      release();
    }
  }

  #classified(error: unknown): ServiceFailure {
    try {
      return redactFailure(this.#options.classify(error));
    } catch {
      // A classifier that throws tells nothing, and nothing may be read into an unknown error.
      return { class: 'broken', code: 'Unclassified', message: 'the plugin could not classify the error' };
    }
  }

  /** How long to wait before the next attempt; undefined when there is to be none. */
  #retryDelay(permission: Permission, failure: ServiceFailure, attempt: number): number | undefined {
    const { timing, random, clock } = this.#options;
    const repeatable =
      failure.class === 'throttled' || (failure.class === 'broken' && permission.effect === 'read');
    if (!repeatable || this.signal.aborted || attempt >= timing.attempts) return undefined;
    const ceiling = Math.min(timing.retryLongestMs, timing.retryFirstMs * 2 ** (attempt - 1));
    const delay = (failure.retryAfterMs ?? 0) + random() * ceiling;
    return clock.now() + delay < this.deadline ? delay : undefined;
  }

  #requestEnd(): EpochMs {
    const { clock, timing } = this.#options;
    return Math.min(clock.now() + timing.requestMs, this.deadline);
  }

  #checkTime(operation: string, end: EpochMs = this.deadline): void {
    if (this.signal.aborted) throw this.#cancelled(operation, this.signal.reason);
    if (this.#options.clock.now() >= end) throw this.#outOfTime(operation);
  }

  #outOfTime(operation: string): CertctlError {
    return new CertctlError('deadline_exceeded', `the deadline passed before ${operation}`, {
      target: this.#options.target,
      operation,
    });
  }

  #cancelled(operation: string, cause: unknown): CertctlError {
    return new CertctlError('cancelled', `cancelled before ${operation}`, {
      target: this.#options.target,
      operation,
      cause,
    });
  }

  #errorOf(permission: Permission, failure: ServiceFailure, cancelled: boolean): CertctlError {
    const { operation } = permission;
    if (cancelled && permission.effect === 'read') return this.#cancelled(operation, failure.message);
    const grant =
      failure.permission && permission.grant
        ? `Grant it with this statement: ${JSON.stringify(permission.grant)}`
        : undefined;
    return new CertctlError(
      ERROR_OF_CLASS[failure.class],
      `${operation}: ${failure.code}: ${failure.message}`,
      {
        target: this.#options.target,
        operation,
        failure,
        ...(grant === undefined ? {} : { remedy: grant }),
      },
    );
  }
}

const ERROR_OF_CLASS: Readonly<Record<FailureClass, ErrorCode>> = {
  throttled: 'service_throttled',
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  uncertain: 'service_uncertain',
  broken: 'service_broken',
};

/** A service may answer with anything for the name of a request, be it what it was sent. */
function namesOf(signal: AbortSignal): RequestNames {
  const { requestId, clientRequestId } = requestNamesOf(signal);
  return {
    ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
  };
}

function interrupted(cancelled: boolean): ServiceFailure {
  return cancelled
    ? { class: 'broken', code: 'Cancelled', message: 'cancelled while the request was under way' }
    : { class: 'broken', code: 'TimedOut', message: 'no answer within the time for one request' };
}

/** What AbortSignal.any does, for as long as it is needed: the first of the two may outlive many attempts. */
function either(...signals: readonly AbortSignal[]): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = ({ target }: { readonly target: unknown }) => {
    controller.abort(target instanceof AbortSignal ? target.reason : undefined);
  };
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
