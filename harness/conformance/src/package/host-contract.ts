import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { manifestOf } from '../doors/package-manifest.js';

/** The version of @certctl/plugin-api that this suite, and so the host that it stands for, was built with. */
export function hostContract(): string {
  const main = createRequire(import.meta.url).resolve('@certctl/plugin-api');
  return manifestOf(join(dirname(main), '..')).version;
}
