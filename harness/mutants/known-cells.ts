import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConformanceMatrix } from './conformance-matrix.js';

/** What one run has shown: a mutant, the cases that it was run against, and those that found it. */
export interface RunOfRow {
  readonly name: string;
  /** `mutantDigest` */
  readonly digest: string;
  /** What was run: what each case asked, by slug. */
  readonly cases: Readonly<Record<string, string>>;
  /** Slugs, of those, that found it. */
  readonly killedBy: readonly string[];
}

/**
 * Which case finds which mutant, as far as it is known: from the snapshot, and from runs since, which are kept in a
 * file as they end, so that whoever is stopped goes on where it was. What is known of a case or a mutant that has
 * changed since is not known any more.
 */
export class KnownCells {
  readonly #runs: RunOfRow[];

  /** @param path of the file with the runs since the snapshot, one JSON document a line */
  constructor(
    kept: ConformanceMatrix,
    private readonly path: string,
  ) {
    const rows = Object.entries(kept.mutants).map(([name, { digest, killedBy }]) => ({
      name,
      digest,
      killedBy,
      cases: kept.cases,
    }));
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    this.#runs = [...rows, ...lines.flatMap((line) => runIn(line) ?? [])];
  }

  /** The slugs, of all cases, that this mutant was not run against. */
  missing(name: string, digest: string, cases: Readonly<Record<string, string>>): string[] {
    const known = this.#cells(name, digest, cases);
    return Object.keys(cases).filter((slug) => !known.has(slug));
  }

  /** The slugs of the cases that find this mutant, sorted. */
  killers(name: string, digest: string, cases: Readonly<Record<string, string>>): string[] {
    const known = this.#cells(name, digest, cases);
    return [...known].flatMap(([slug, isFound]) => (isFound ? [slug] : [])).toSorted();
  }

  add(run: RunOfRow): void {
    this.#runs.push(run);
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify(run)}\n`);
  }

  /** Forgets the runs since the snapshot: they are in the next one. */
  clear(): void {
    rmSync(this.path, { force: true });
  }

  #cells(name: string, digest: string, cases: Readonly<Record<string, string>>): Map<string, boolean> {
    const cells = new Map<string, boolean>();
    for (const run of this.#runs) {
      if (run.name !== name || run.digest !== digest) continue;
      for (const [slug, asked] of Object.entries(run.cases)) {
        if (cases[slug] === asked) cells.set(slug, run.killedBy.includes(slug));
      }
    }
    return cells;
  }
}

/** A line that was cut off when its process was killed holds nothing. */
function runIn(line: string): RunOfRow | undefined {
  try {
    // The shape is the one that `add` writes.
    return JSON.parse(line) as RunOfRow;
  } catch {
    return undefined;
  }
}
