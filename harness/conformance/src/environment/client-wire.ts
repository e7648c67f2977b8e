import { redact } from '@certctl/plugin-api';
import { type Armed, type FaultOrder, type FaultShape, type Impossible } from './fault.js';
import { FaultLine } from './fault-line.js';
import type { RequestKind } from './request-kind.js';
import type { WireRequest } from './stage.js';

/** Shapes that are an error at the place where the call is handed on; the wire does the others by itself. */
export type InjectedShape = Exclude<
  FaultShape,
  'timeout-before-effect' | 'timeout-after-effect' | 'slow' | 'stale-read'
>;

/**
 * What goes wrong in place of an answer, as this service's calls do it: the error that its client throws, or the one
 * by which a double knows what to answer. Impossible, and why, for what the service cannot say.
 *
 * @param name of the call
 * @param said what the call was given, for `echo`; undefined when it is only asked whether there is such a fault
 */
export type InjectFault = (shape: InjectedShape, name: string, said: unknown) => Error | Impossible;

export interface ClientWireOptions {
  /** Every call that the plugin may make, by the name under which it is handed on. */
  readonly calls: Readonly<Record<string, RequestKind>>;
  readonly injectFault: InjectFault;
  /** Milliseconds of `slow`. @default 150 */
  readonly slowMs?: number;
}

const BY_ITSELF: readonly FaultShape[] = [
  'timeout-before-effect',
  'timeout-after-effect',
  'slow',
  'stale-read',
];

/** Shapes of which the call has its effect before it fails. */
const AFTER_EFFECT: readonly FaultShape[] = ['lost-answer', 'timeout-after-effect', 'truncated'];

const LONGEST = 300;

interface Seen {
  readonly answer: unknown;
  /** Writes that had been answered before it. */
  readonly after: number;
}

/**
 * What stands in the place of a wire for a service that does not speak HTTP: its calls are handed through it, by the
 * client or by the double, and it sees each of them, and makes it fail as it is told.
 */
export class ClientWire {
  readonly requests: WireRequest[] = [];
  readonly #options: ClientWireOptions;
  readonly #faults = new FaultLine();
  readonly #seen = new Map<string, Seen[]>();
  readonly #hanging = new Set<(error: Error) => void>();
  #writes = 0;
  #startedAt = Date.now();

  constructor(options: ClientWireOptions) {
    this.#options = options;
  }

  /** Sets a fault, for the calls that carry a move or that an operation covers, and that can fail so. */
  arm(order: FaultOrder): Armed | Impossible {
    const { shape } = order;
    const names = Object.entries(this.#options.calls)
      .filter(([, { operation, moves }]) =>
        'move' in order ? moves?.includes(order.move) : operation === order.operation,
      )
      .map(([name]) => name);
    if (!isInjected(shape)) return this.#faults.arm(order, names);
    const said = names.map((name) => [name, this.#options.injectFault(shape, name, undefined)] as const);
    const able = said.filter(([, fault]) => fault instanceof Error).map(([name]) => name);
    const [cannot] = said.flatMap(([, fault]) => (fault instanceof Error ? [] : [fault]));
    return able.length === 0 && cannot !== undefined ? cannot : this.#faults.arm(order, able);
  }

  /** Ends all faults, and lets go of what hangs. */
  heal(): void {
    this.#faults.clear();
    for (const letGo of [...this.#hanging]) letGo(new Error('the case has ended'));
  }

  /** Forgets calls, faults and earlier answers. */
  reset(): void {
    this.heal();
    this.#seen.clear();
    this.requests.length = 0;
    this.#writes = 0;
    this.#startedAt = Date.now();
  }

  /** Calls without an answer whose sender is still waiting, as far as their signals tell. */
  get waiting(): number {
    return this.#hanging.size;
  }

  /**
   * Hands one call on. A name that `calls` has not is a call that the plugin did not declare.
   *
   * @param said what the call was given: with the name, it says which question a late answer belongs to
   * @param send has the effect, and gives the answer
   * @param gone aborted when the sender waits no longer
   * @throws what `injectFault` gives, and what `send` throws
   */
  async call<T>(name: string, said: unknown, send: () => Promise<T> | T, gone?: AbortSignal): Promise<T> {
    const shape = this.#faults.strike({ name });
    if (shape === undefined) return this.#sent(name, said, send);
    if (shape === 'stale-read') return this.#before(name, said, send);
    if (shape === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, this.#options.slowMs ?? 150));
      return this.#sent(name, said, send);
    }
    if (AFTER_EFFECT.includes(shape)) await this.#sent(name, said, send, shape);
    else this.#note(name, shape);
    if (!isInjected(shape)) return this.#hang(gone);
    // It was asked for before the fault was set, and is an error.
    throw this.#options.injectFault(shape, name, said);
  }

  async #sent<T>(name: string, said: unknown, send: () => Promise<T> | T, fault?: FaultShape): Promise<T> {
    let answer: T;
    try {
      answer = await send();
    } catch (error) {
      this.#note(name, fault ?? errorText(error));
      throw error;
    }
    this.#note(name, fault ?? 'ok');
    if (this.#options.calls[name]?.write) this.#writes += 1;
    else this.#remember(keyOf(name, said), answer);
    return answer;
  }

  #remember(key: string, answer: unknown): void {
    const earlier = (this.#seen.get(key) ?? []).filter(({ after }) => after !== this.#writes);
    this.#seen.set(key, [...earlier.slice(-1), { answer, after: this.#writes }]);
  }

  /** The answer from before the last write; where there was none, nothing was there. */
  #before<T>(name: string, said: unknown, send: () => Promise<T> | T): Promise<T> {
    const found = this.#seen.get(keyOf(name, said))?.findLast(({ after }) => after < this.#writes);
    const absent = found ? undefined : this.#options.injectFault('404', name, said);
    if (!found && !(absent instanceof Error)) return this.#sent(name, said, send);
    this.#note(name, 'as it was before the last write');
    // The same question had an answer of this type.
    return found ? Promise.resolve(found.answer as T) : Promise.reject(absent);
  }

  #hang(gone: AbortSignal | undefined): Promise<never> {
    return new Promise<never>((_, reject) => {
      const letGo = (error: Error) => {
        this.#hanging.delete(letGo);
        reject(error);
      };
      this.#hanging.add(letGo);
      const left = () => letGo(new Error('the sender waits no longer'));
      if (gone?.aborted) left();
      else gone?.addEventListener('abort', left, { once: true });
    });
  }

  #note(name: string, answer: string): void {
    const { operation, write = false, moves = [] } = this.#options.calls[name] ?? {};
    this.requests.push({
      operations: operation === undefined ? [] : [operation],
      write,
      moves,
      exchange: {
        atMs: Date.now() - this.#startedAt,
        operation: operation ?? 'not declared',
        request: name,
        answer,
      },
    });
  }
}

function isInjected(shape: FaultShape): shape is InjectedShape {
  return !BY_ITSELF.includes(shape);
}

function keyOf(name: string, said: unknown): string {
  return `${name} ${JSON.stringify(said)}`;
}

/** What a refusal says is worth reading; it may repeat what it was sent. */
function errorText(error: unknown): string {
  const { name, message, code = name } = Object(error);
  return redact(`${code}: ${message}`).replace(/\s+/g, ' ').slice(0, LONGEST);
}
