import type { InstalledPackage } from '../doors/installed-package.js';
import type { ConformanceCase, Level } from './conformance-case.js';

/** The cases that look at a package. */
const PACKAGING = 'packaging/';

/**
 * The level at which a case counts in a run. What a package is like cannot be seen of a plugin that was run from its
 * source, which is no worse for it; where there is a package, nothing of it may be left out.
 */
export function levelOf(
  { slug, level }: Pick<ConformanceCase, 'slug' | 'level'>,
  packed: InstalledPackage | undefined,
): Level {
  return packed && level === 'capability' && slug.startsWith(PACKAGING) ? 'core' : level;
}
