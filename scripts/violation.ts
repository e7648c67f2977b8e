/** One place where a house rule is broken. */
export interface Violation {
  /** Path from the repository's root, with slashes. */
  readonly file: string;
  /** Counted from 1; left out when the whole file is meant. */
  readonly line?: number;
  /** The rule, and what breaks it. */
  readonly rule: string;
}

export function describeViolation({ file, line, rule }: Violation): string {
  return line === undefined ? `${file} ${rule}` : `${file}:${line} ${rule}`;
}

/** Prints the outcome of one check: a line when all is well, otherwise every violation, and exit code 1. */
export function report(check: string, violations: readonly Violation[], looked: string): void {
  if (violations.length === 0) {
    console.log(`${check}: ok, ${looked}`);
    return;
  }
  for (const violation of violations) console.error(describeViolation(violation));
  console.error(`${check}: ${violations.length} violation${violations.length === 1 ? '' : 's'}, ${looked}`);
  process.exitCode = 1;
}
