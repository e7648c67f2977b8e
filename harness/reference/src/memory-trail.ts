import type { Call, Clock, Trail, Write, Writers } from '@certctl/plugin-api';
import { withRequestNames } from '@certctl/plugin-api';
import { FaultyService } from './faulty-service.js';
import { ServiceError } from './service-error.js';

/** The record of writes to the services in memory. */
export class MemoryTrail extends FaultyService {
  readonly events: Write[] = [];
  /** Who the next writes are by. */
  principal = 'memory:certctl';
  /** Who callers are told that they are; undefined for an identity that does not say. */
  self: string | undefined = 'memory:certctl';
  #count = 0;

  constructor(readonly clock: Clock) {
    super();
  }

  /** Name of the last request. */
  get last(): string {
    return `request-${this.#count}`;
  }

  note(operation: string, refusedWith?: string): void {
    this.#count += 1;
    this.events.push({
      at: this.clock.now(),
      principal: this.principal,
      operation,
      requestId: this.last,
      outcome: refusedWith === undefined ? 'ok' : 'refused',
      ...(refusedWith === undefined ? {} : { errorCode: refusedWith }),
      change: operation,
    });
  }

  lookup(prefix: string): readonly Write[] {
    return this.request('memory:LookupWrites', false, () =>
      this.events.filter(({ operation }) => operation.startsWith(prefix)),
    );
  }

  whoAmI(): string | undefined {
    return this.request('memory:WhoAmI', false, () => this.self);
  }
}

/** The trail of one of the services, told by what its operations begin with. */
export function writersIn(trail: MemoryTrail, prefix: string): Writers {
  const record: Trail = {
    title: 'the record in memory',
    covers: 'content',
    shows: 'Every write.',
    misses: 'Nothing.',
    lagMs: 60_000,
    keptMs: 30 * 86_400_000,
    source: 'the service in memory',
    operation: 'memory:LookupWrites',
    async *read(_window, call: Call) {
      yield* await call.attempt('memory:LookupWrites', async () => trail.lookup(prefix));
    },
  };
  return {
    self: (call) => call.attempt('memory:WhoAmI', async () => trail.whoAmI()),
    trails: [record],
  };
}

/** Sends a write, and says what its request was called when there was an answer. */
export function named<T>(signal: AbortSignal, trail: MemoryTrail, send: () => T): T {
  try {
    const answer = send();
    withRequestNames(signal, { requestId: trail.last });
    return answer;
  } catch (error) {
    if (error instanceof ServiceError && error.failureClass !== 'broken') {
      withRequestNames(signal, { requestId: trail.last });
    }
    throw error;
  }
}
