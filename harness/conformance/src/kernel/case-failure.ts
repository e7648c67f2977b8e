import { AssertionError } from 'node:assert';

/** Why a failure matters, where its rule is written, and what its author does about it. */
export interface FailureRule {
  readonly why: string;
  readonly source: string;
  readonly remedy: string;
}

/** A case that does not hold: what was expected, and what was seen. */
export class CaseFailure extends AssertionError {
  /** @param rule of what is held to in every case; that of the case when left out */
  constructor(
    readonly what: string,
    readonly wanted: string,
    readonly seen: string,
    readonly rule?: FailureRule,
  ) {
    super({ message: `${what}: expected ${wanted}, observed ${seen}`, expected: wanted, actual: seen });
  }
}

/** What the environment at hand cannot show, and why. The case is then skipped, and its reason is shown. */
export class CannotProve extends Error {
  override readonly name = 'CannotProve';
}

/** A value as a failure shows it: short, on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  const text = JSON.stringify(value, (_, inner: unknown) =>
    inner instanceof Uint8Array ? `${inner.length} bytes` : inner,
  );
  return text ?? String(value);
}
