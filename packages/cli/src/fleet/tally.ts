import type { CertctlError, Finding } from '@certctl/plugin-api';
import { exitOfError } from '../exit-code-of.js';
import { EXIT_CODES } from '../exit-codes.js';
import type { FleetResult } from './run-fleet.js';

/** What a fleet came to, in numbers. */
export interface Tally {
  readonly targets: number;
  /** How many ended with each word: a verdict, an outcome, `error`, `not started`. */
  readonly ended: Readonly<Record<string, number>>;
  /** How many targets have each finding. */
  readonly findings: Readonly<Record<string, number>>;
  /** How many ended with each code of an error. */
  readonly errors: Readonly<Record<string, number>>;
}

/** A target as the tally counts it. */
export interface Counted {
  readonly word: string;
  readonly findings: readonly Finding[];
  readonly error?: CertctlError | undefined;
}

export function tallyOf<T>(results: readonly FleetResult<T>[], countedOf: (done: T) => Counted): Tally {
  const ended = new Map<string, number>();
  const findings = new Map<string, number>();
  const errors = new Map<string, number>();
  for (const result of results) {
    const counted = countOf(result, countedOf);
    add(ended, counted.word);
    for (const code of new Set(counted.findings.map((finding) => finding.code))) add(findings, code);
    if (counted.error) add(errors, counted.error.code);
  }
  return {
    targets: results.length,
    ended: sorted(ended),
    findings: sorted(findings),
    errors: sorted(errors),
  };
}

function countOf<T>(result: FleetResult<T>, countedOf: (done: T) => Counted): Counted {
  if ('done' in result) return countedOf(result.done);
  if ('notStarted' in result) return { word: 'not started', findings: [] };
  return { word: wordOfError(result.error), findings: [], error: result.error };
}

/** The material or a missing permission may forbid a deploy before there is a plan of it. */
export function wordOfError(error: CertctlError): 'refused' | 'error' {
  return exitOfError(error) === EXIT_CODES.refused.code ? 'refused' : 'error';
}

function add(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** Most frequent first, equal ones by name. */
function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
