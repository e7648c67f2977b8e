import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SUITE = '@certctl/conformance';

/**
 * Lets a plugin's own environment import the suite that runs it. The suite brings the engine, so it is no dependency
 * of a plugin, and nobody has installed it beside one: a link leads to this very copy.
 *
 * @param modules the folder `node_modules` that the plugin was installed into
 */
export function lendSuite(modules: string): void {
  const link = join(modules, SUITE);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(import.meta.dirname, '..', '..'), link, 'junction');
}
