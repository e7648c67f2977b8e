import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/repository.js';
import type { Ran } from '../scaffold/run-document.js';

/** Counts what was done and what it came to, and prints each as a line. */
export class Tally {
  passed = 0;
  failed = 0;

  constructor(private readonly who: string) {}

  /** A command, with the time that it took. What it ended with is for whoever knows what it must end with. */
  async command(text: string, run: () => Promise<Ran>): Promise<Ran> {
    const startedAt = Date.now();
    const ran = await run();
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    this.#line(`${String(seconds).padStart(4)} s  ${text}`);
    return ran;
  }

  /** Something that must be so. Its failure is counted, and the rest goes on. */
  check(what: string, look: () => void): void {
    try {
      look();
      this.passed += 1;
    } catch (error) {
      this.#fail(what, error);
    }
  }

  /** What a document of the repository says, done as it says. */
  async document(path: string, act: (markdown: string) => Promise<void>): Promise<void> {
    this.#line(path);
    try {
      await act(readFileSync(join(ROOT, path), 'utf8'));
      this.passed += 1;
      this.#line(`        ${path}: passed`);
    } catch (error) {
      this.#fail(path, error);
      // What comes after it needs what it makes.
      throw new Abandoned();
    }
  }

  #fail(what: string, error: unknown): void {
    this.failed += 1;
    this.#line(`FAILED  ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }

  #line(text: string): void {
    console.log(`${this.who.padEnd(5)} ${text}`);
  }
}

/** The rest of a journey cannot be made. What failed has been counted. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
