import { ServiceError } from '@certctl/reference';
import { ClientWire, type InjectedShape } from '../../environment/client-wire.js';
import type { Armed, FaultOrder, Impossible } from '../../environment/fault.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { WireRequest } from '../../environment/stage.js';

const REFUSALS: Record<InjectedShape, () => ServiceError | Impossible> = {
  '401': () => new ServiceError('refused', 'Unauthenticated', 'the caller is not known', true),
  '403': () => new ServiceError('refused', 'AccessDenied', 'not authorised', true),
  '404': () => new ServiceError('absent', 'NotFound', 'no such certificate'),
  '409': () => new ServiceError('conflict', 'Conflict', 'another operation is under way'),
  '412': () => new ServiceError('conflict', 'PreconditionFailed', 'the condition does not hold'),
  '429': () => new ServiceError('throttled', 'Throttling', 'rate exceeded'),
  '429-retry-after': () =>
    new ServiceError('throttled', 'Throttling', 'come again in a second', false, 1_000),
  invalid: () => new ServiceError('refused', 'Validation', 'the request is not valid'),
  echo: () => ({ impossible: 'a service in memory repeats nothing' }),
  '5xx': () => new ServiceError('broken', 'ServiceUnavailable', 'out of order'),
  'lost-request': () => new ServiceError('broken', 'ECONNRESET', 'socket hang up'),
  'lost-answer': () => new ServiceError('broken', 'ECONNRESET', 'socket hang up'),
  truncated: () => new ServiceError('broken', 'Truncated', 'the answer broke off'),
};

/** The wire before a service in memory: each call of a method is a request. */
export class MemoryWire {
  readonly #kinds: Readonly<Record<string, RequestKind>>;
  readonly #nameOf: (method: string, args: readonly unknown[]) => string;
  readonly #wire: ClientWire;
  readonly #after = new Map<string, () => void>();

  /** @param nameOf the name of a request, for a method that is several */
  constructor(
    kinds: Readonly<Record<string, RequestKind>>,
    nameOf: (method: string, args: readonly unknown[]) => string = (method) => method,
  ) {
    this.#kinds = kinds;
    this.#nameOf = nameOf;
    this.#wire = new ClientWire({ calls: kinds, injectFault: (shape) => REFUSALS[shape]() });
  }

  get requests(): readonly WireRequest[] {
    return this.#wire.requests;
  }

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
          const request = this.#nameOf(String(name), args);
          const work = (): unknown => member.apply(service, args);
          return this.#kinds[request] ? this.#request(request, args, work) : work();
        };
      },
    });
  }

  arm(order: FaultOrder): Armed | Impossible {
    return this.#wire.arm(order);
  }

  heal(): void {
    this.#wire.heal();
  }

  reset(): void {
    this.#wire.reset();
    this.#after.clear();
  }

  #request(name: string, args: readonly unknown[], work: () => unknown): Promise<unknown> {
    return this.#wire.call(name, args, async () => {
      // A copy: what a service gives away is no longer its own, and later writes do not reach into it.
      const answer = structuredClone(await work());
      const act = this.#after.get(name);
      this.#after.delete(name);
      act?.();
      return answer;
    });
  }
}
