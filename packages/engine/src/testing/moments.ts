/**
 * The moments of a deploy: right before and right after each of its calls to what is watched. Cancels the deploy at one
 * of them, counted from one.
 */
export class Moments {
  /** What they were, in order. */
  readonly passed: string[] = [];
  readonly #controller = new AbortController();

  constructor(private readonly cancelAt = 0) {}

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The same object, whose methods (or those that are named) are moments. */
  watched<T extends object>(target: T, methods?: readonly string[]): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        const method = String(name);
        if (methods && !methods.includes(method)) return member.bind(object);
        return (...args: unknown[]): unknown => {
          this.#pass(`before ${method}`);
          const result: unknown = member.apply(object, args);
          if (!(result instanceof Promise)) {
            this.#pass(`after ${method}`);
            return result;
          }
          return result.finally(() => this.#pass(`after ${method}`));
        };
      },
    });
  }

  #pass(moment: string): void {
    this.passed.push(moment);
    if (this.passed.length === this.cancelAt) this.#controller.abort(new Error(`cancelled ${moment}`));
  }
}
