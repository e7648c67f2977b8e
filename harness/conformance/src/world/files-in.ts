import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LARGEST = 1_000_000;

/** Files of a folder and of the folders right in it, as far as they can be listed. */
export function filesIn(folder: string, depth = 1): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 ? filesIn(path, depth - 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Another user's, or gone since: nothing of this process is in it.
    return [];
  }
}

/** '' for what cannot be read, or is too large to be a key. */
export function contentOf(path: string): string {
  try {
    return statSync(path).size > LARGEST ? '' : readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
