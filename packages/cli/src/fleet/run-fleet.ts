import { type CertctlError, isCertctlError, CertctlError as Problem } from '@certctl/plugin-api';
import pMap from 'p-map';
import type { Io } from '../io.js';
import type { FoundTarget } from '../targets/find-target.js';
import { usageError } from '../usage-error.js';

/** What became of one target of a fleet. */
export type FleetResult<T> =
  | { readonly id: string; readonly done: T }
  | { readonly id: string; readonly error: CertctlError }
  /** The command was interrupted before it came to this target. */
  | { readonly id: string; readonly notStarted: true };

const AT_ONCE = 16;
const MOST_AT_ONCE = 256;

/**
 * Works on every target, so many at once. One that fails does not keep the others from their turn; after an
 * interrupt no further one is begun.
 *
 * @param onDone called after each, with how many have ended
 */
export async function runFleet<T>(
  targets: readonly FoundTarget[],
  concurrency: number,
  { signal }: Pick<Io, 'signal'>,
  work: (found: FoundTarget) => Promise<T>,
  onDone: (ended: number, last: FleetResult<T>) => void,
): Promise<readonly FleetResult<T>[]> {
  let ended = 0;
  return pMap(
    targets,
    async (found): Promise<FleetResult<T>> => {
      const { id } = found.target;
      if (signal.aborted) return { id, notStarted: true };
      const result = await oneOf(id, () => work(found));
      onDone(++ended, result);
      return result;
    },
    { concurrency },
  );
}

async function oneOf<T>(id: string, work: () => Promise<T>): Promise<FleetResult<T>> {
  try {
    return { id, done: await work() };
  } catch (error) {
    if (isCertctlError(error)) return { id, error };
    return { id, error: new Problem('internal', `${id}: ${String(error)}`, { cause: error, target: id }) };
  }
}

/** @throws CertctlError `usage` */
export function concurrencyOf(text: string | undefined): number {
  if (text === undefined) return AT_ONCE;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_AT_ONCE) return number;
  throw usageError(
    `--concurrency ${JSON.stringify(text)} is not a number of targets`,
    `Give 1 to ${MOST_AT_ONCE}.`,
  );
}
