import { ServiceError } from '@certctl/reference';
import type { Armed, FaultOrder, FaultShape, Impossible, Move } from '../../environment/fault.js';
import { FaultLine } from '../../environment/fault-line.js';
import type { WireRequest } from '../../environment/stage.js';

/** One method of a service in memory, as a request. */
export interface MemoryRequestKind {
  readonly operation: string;
  readonly write?: true;
  readonly moves?: readonly Move[];
}

const REFUSALS: Partial<Record<FaultShape, () => ServiceError>> = {
  '401': () => new ServiceError('refused', 'Unauthenticated', 'the caller is not known', true),
  '403': () => new ServiceError('refused', 'AccessDenied', 'not authorised', true),
  '404': () => new ServiceError('absent', 'NotFound', 'no such certificate'),
  '409': () => new ServiceError('conflict', 'Conflict', 'another operation is under way'),
  '412': () => new ServiceError('conflict', 'PreconditionFailed', 'the condition does not hold'),
  '429': () => new ServiceError('throttled', 'Throttling', 'rate exceeded'),
  '429-retry-after': () =>
    new ServiceError('throttled', 'Throttling', 'come again in a second', false, 1_000),
  invalid: () => new ServiceError('refused', 'Validation', 'the request is not valid'),
  '5xx': () => new ServiceError('broken', 'ServiceUnavailable', 'out of order'),
  'lost-request': () => new ServiceError('broken', 'ECONNRESET', 'socket hang up'),
  truncated: () => new ServiceError('broken', 'Truncated', 'the answer broke off'),
};

/** What stands in the place of a wire for a service in memory: each call of it is a request. */
export class MemoryWire {
  readonly requests: WireRequest[] = [];
  readonly #faults = new FaultLine();
  readonly #earlier = new Map<string, { readonly answer: unknown; readonly after: number }[]>();
  #writes = 0;
  #startedAt = Date.now();

  readonly #after = new Map<string, () => void>();

  /** @param nameOf the name of a request, for a method that is several */
  constructor(
    private readonly kinds: Readonly<Record<string, MemoryRequestKind>>,
    private readonly nameOf: (method: string, args: readonly unknown[]) => string = (method) => method,
  ) {}

  /** Acts after the next such request, before its answer. */
  after(name: string, act: () => void): void {
    this.#after.set(name, act);
  }

  /**
   * The service as the plugin reaches it; `current` is asked at each request, so that a reset can replace it.
   * @param parts names of its members that are services themselves
   */
  reaching<T extends object>(current: () => T, parts: readonly (keyof T & string)[] = []): T {
    const reached = new Map<string, unknown>(
      // A part is an object: a service has no other kind of member that answers requests.
      parts.map((part) => [part, this.reaching(() => current()[part] as object)]),
    );
    // Every property is read from the service of the moment, so this has its shape whatever stands behind it.
    return new Proxy({} as T, {
      get: (_, name) => {
        const part = reached.get(String(name));
        if (part !== undefined) return part;
        const service = current();
        const member: unknown = Reflect.get(service, name, service);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const request = this.nameOf(String(name), args);
          const kind = this.kinds[request];
          const work = (): unknown => member.apply(service, args);
          return kind ? this.#request(request, kind, args, work) : work();
        };
      },
    });
  }

  arm(order: FaultOrder): Armed | Impossible {
    const names = Object.entries(this.kinds).filter(([, { operation, moves }]) =>
      'move' in order ? moves?.includes(order.move) : operation === order.operation,
    );
    if (order.shape === 'echo') return { impossible: 'a service in memory repeats nothing' };
    return this.#faults.arm(
      order,
      names.map(([name]) => name),
    );
  }

  heal(): void {
    this.#faults.clear();
  }

  reset(): void {
    this.heal();
    this.#after.clear();
    this.requests.length = 0;
    this.#earlier.clear();
    this.#writes = 0;
    this.#startedAt = Date.now();
  }

  #request(name: string, kind: MemoryRequestKind, args: readonly unknown[], work: () => unknown): unknown {
    const shape = this.#faults.strike({ name });
    const note = (answer: string) =>
      this.requests.push({
        operations: [kind.operation],
        write: kind.write === true,
        moves: kind.moves ?? [],
        exchange: { atMs: Date.now() - this.#startedAt, operation: kind.operation, request: name, answer },
      });
    const refusal = shape && REFUSALS[shape];
    if (refusal) {
      note(shape);
      throw refusal();
    }
    if (shape === 'stale-read') {
      note('as it was before the last write');
      return this.#before(name, args);
    }
    if (shape === 'timeout-before-effect') {
      note('no answer, no effect');
      return new Promise(() => {});
    }
    const answer = this.#carryOut(name, kind, args, work, note);
    return answer instanceof Promise
      ? answer.then((value: unknown) => this.#answered(shape, value))
      : this.#answered(shape, answer);
  }

  /** What of the answer arrives. */
  #answered(shape: FaultShape | undefined, answer: unknown): unknown {
    if (shape === 'lost-answer') throw new ServiceError('broken', 'ECONNRESET', 'socket hang up');
    if (shape === 'timeout-after-effect') return new Promise(() => {});
    if (shape === 'slow') return new Promise((resolve) => setTimeout(() => resolve(answer), 150));
    return answer;
  }

  #carryOut(
    name: string,
    kind: MemoryRequestKind,
    args: readonly unknown[],
    work: () => unknown,
    note: (answer: string) => void,
  ): unknown {
    const done = (answer: unknown): unknown => {
      note('ok');
      const act = this.#after.get(name);
      this.#after.delete(name);
      act?.();
      if (kind.write) this.#writes += 1;
      else this.#saw(name, args, answer);
      return answer;
    };
    const refused = (error: unknown): never => {
      note(error instanceof ServiceError ? `${error.code}: ${error.message}` : 'an error');
      throw error;
    };
    let answer: unknown;
    try {
      answer = work();
    } catch (error) {
      return refused(error);
    }
    return answer instanceof Promise ? answer.then(done, refused) : done(answer);
  }

  #saw(name: string, args: readonly unknown[], answer: unknown): void {
    const key = `${name} ${JSON.stringify(args)}`;
    const earlier = (this.#earlier.get(key) ?? []).filter(({ after }) => after !== this.#writes);
    this.#earlier.set(key, [...earlier.slice(-1), { answer: structuredClone(answer), after: this.#writes }]);
  }

  #before(name: string, args: readonly unknown[]): unknown {
    const earlier = this.#earlier.get(`${name} ${JSON.stringify(args)}`);
    const found = earlier?.findLast(({ after }) => after < this.#writes);
    if (!found) throw new ServiceError('absent', 'NotFound', 'not seen yet');
    return found.answer;
  }
}
