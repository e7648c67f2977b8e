import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root of this package, from `dist/doors` as from `src/doors`. */
const SUITE = join(import.meta.dirname, '..', '..');

/**
 * Lets a package in a room of its own import the suite that runs. An environment that a plugin's package exports is
 * made with the suite, and the package does not bring one: its users deploy, and run no cases.
 */
export function lendSuite(room: string): void {
  const at = join(room, 'node_modules', '@certctl', 'conformance');
  if (existsSync(at)) return;
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(SUITE, at, 'junction');
}
