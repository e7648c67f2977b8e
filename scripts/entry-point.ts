import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** True when the module was started by itself, and not imported, for example by its test. */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
