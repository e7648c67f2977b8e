/** One after the other, in the order of asking. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /** Undefined when it is one's turn at once, otherwise what to wait for. */
  take(): Promise<void> | undefined {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    return undefined;
  }

  /** Ends one's turn. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
