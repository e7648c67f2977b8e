/** Runs checks one after the other, prints a line for each, and counts. */
export class Checks {
  #passed = 0;
  #failed = 0;
  readonly #notRun: string[] = [];

  section(title: string): void {
    console.log(`\n${title}`);
  }

  /** A check that throws has failed; the ones after it are still run. */
  async check(name: string, run: () => Promise<void>): Promise<void> {
    const start = performance.now();
    try {
      await within(60_000, run());
      this.#passed += 1;
      console.log(`  ✓ ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      this.#failed += 1;
      const message = error instanceof Error ? error.message : String(error);
      console.log(`  ✗ ${name}\n      ${message.trim().replaceAll('\n', '\n      ')}`);
    }
  }

  /** Says in the place of checks, and again at the end, why they could not be run. */
  notRun(why: string): void {
    this.#notRun.push(why);
    console.log(`  NOT RUN: ${why}`);
  }

  get failed(): number {
    return this.#failed;
  }

  summary(): string {
    const notRun = this.#notRun.map((why) => `NOT RUN: ${why}\n`).join('');
    return `${notRun}${this.#passed} passed, ${this.#failed} failed`;
  }
}

async function within(ms: number, running: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms / 1000} s`)), ms);
  });
  try {
    await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
