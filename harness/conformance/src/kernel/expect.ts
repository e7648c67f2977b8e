import { isDeepStrictEqual } from 'node:util';
import { CaseFailure, shown } from './case-failure.js';

/** @throws CaseFailure when the two differ */
export function expectEqual<T>(what: string, seen: T, wanted: T): void {
  if (!isDeepStrictEqual(seen, wanted)) throw new CaseFailure(what, shown(wanted), shown(seen));
}

/**
 * @param wanted what should be so, in words
 * @throws CaseFailure when it is not
 */
export function expectThat(what: string, holds: boolean, wanted: string, seen: unknown): void {
  if (!holds) throw new CaseFailure(what, wanted, shown(seen));
}

/** Narrows to what is there. @throws CaseFailure when nothing is */
export function expectThere<T>(what: string, value: T | undefined, wanted = 'something'): T {
  if (value === undefined) throw new CaseFailure(what, wanted, 'nothing');
  return value;
}
