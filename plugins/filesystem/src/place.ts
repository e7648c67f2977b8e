import { dirname } from 'node:path';
import type { Place } from '@certctl/plugin-api';

/**
 * The place of a bundle by its real path. What exists has a reference: without one the engine knows that the
 * first import makes the file, and that going back removes it.
 */
export function placeOf(path: string, exists: boolean): Place {
  return { address: path, scope: dirname(path), ...(exists ? { reference: path } : {}) };
}
