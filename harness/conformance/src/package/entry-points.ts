import type { PackageManifest } from '../doors/package-manifest.js';

/** One way into a package, by one list of conditions. */
export interface Target {
  /** The conditions that lead to it, outermost first: `import`, `types`. */
  readonly conditions: readonly string[];
  /** Path from the package's root, without `./`; may hold one `*`. */
  readonly path: string;
}

export interface EntryPoint {
  /** `.`, `./conformance`; may hold one `*`. */
  readonly subpath: string;
  readonly targets: readonly Target[];
}

/**
 * The ways into a package: what its `exports` name, or `main` and `types` where it has none.
 * https://nodejs.org/api/packages.html#package-entry-points
 */
export function entryPoints({ exports, main = 'index.js', types }: PackageManifest): readonly EntryPoint[] {
  if (exports === undefined || exports === null) {
    const typed = types === undefined ? [] : targetsOf({ types }, []);
    return [{ subpath: '.', targets: [...typed, ...targetsOf(main, [])] }];
  }
  return Object.entries(bySubpath(exports)).map(([subpath, target]) => ({
    subpath,
    targets: targetsOf(target, []),
  }));
}

/** Whether a target is a module, and not the types of one, or data. */
export function isModule({ conditions, path }: Target): boolean {
  return !conditions.includes('types') && /\.[cm]?js$/.test(path);
}

function bySubpath(exports: unknown): Readonly<Record<string, unknown>> {
  const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports) : [];
  // Either all of its keys are subpaths, or it is the main entry in short.
  return keys.some((key) => key.startsWith('.'))
    ? Object.fromEntries(Object.entries(Object(exports)))
    : { '.': exports };
}

function targetsOf(target: unknown, conditions: readonly string[]): readonly Target[] {
  if (typeof target === 'string') return [{ conditions, path: target.replace(/^\.\//, '') }];
  // Alternatives of which the first one that is understood is taken; all must be there.
  if (Array.isArray(target)) return target.flatMap((each) => targetsOf(each, conditions));
  return Object.entries(Object(target)).flatMap(([condition, inner]) =>
    targetsOf(inner, [...conditions, condition]),
  );
}
