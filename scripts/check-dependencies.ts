import { posix } from 'node:path';
import { isEntryPoint } from './entry-point.js';
import {
  COMPOSITION,
  CONFINED,
  FORBIDDEN_OF_TSYRINGE,
  MAY_IMPORT,
  NEVER_TOGETHER,
  TYPES_FOR_PLUGIN_API,
} from './package-rules.js';
import {
  isRunHere,
  isShipped,
  isSource,
  type Manifest,
  readJson,
  readText,
  repositoryPaths,
  type TextFile,
  type WorkspacePackage,
  workspacePackages,
} from './repository.js';
import { type Import, parseSource } from './source.js';
import { report, type Violation } from './violation.js';

interface Context {
  readonly packages: readonly WorkspacePackage[];
  readonly root: Manifest;
}

/** An import with the file that it stands in and the package that the file belongs to. */
interface Site {
  readonly path: string;
  readonly owner: WorkspacePackage;
  readonly found: Import;
  readonly context: Context;
}

type RuleOfImports = (site: Site) => string | undefined;

/** `@scope/name/sub` and `name/sub` without the sub. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:');
}

const staysInside: RuleOfImports = ({ path, owner, found, context }) => {
  if (!isRelative(found.specifier)) return undefined;
  const target = posix.join(posix.dirname(path), found.specifier);
  const elsewhere = context.packages.some(({ folder }) => target.startsWith(`${folder}/`));
  if (isRunHere(path) && !elsewhere) return undefined;
  return target.startsWith(`${owner.folder}/`)
    ? undefined
    : `a relative import leaves the package: ${found.specifier}`;
};

const usesTheFrontDoor: RuleOfImports = ({ found, context }) => {
  const name = packageOf(found.specifier);
  const target = context.packages.find(({ manifest }) => manifest.name === name);
  if (!target || isRelative(found.specifier)) return undefined;
  const entry = `.${found.specifier.slice(name.length)}`;
  return entry in (target.manifest.exports ?? {})
    ? undefined
    : `${name} does not export ${entry}; deep imports are not allowed`;
};

const pointsDown: RuleOfImports = ({ path, owner, found, context }) => {
  const name = packageOf(found.specifier);
  if (!isShipped(path) || !context.packages.some(({ manifest }) => manifest.name === name)) return undefined;
  if (NEVER_TOGETHER.includes(owner.manifest.name) && NEVER_TOGETHER.includes(name)) {
    return `${owner.manifest.name} and ${name} may share nothing but the packages below them`;
  }
  const allowed = MAY_IMPORT.find(({ folder }) => folder.test(owner.folder))?.packages;
  return !allowed || allowed.includes(name) ? undefined : `${owner.folder} may not depend on ${name}`;
};

const isDeclared: RuleOfImports = ({ path, owner: { manifest }, found, context }) => {
  const { specifier } = found;
  if (isRelative(specifier) || isBuiltin(specifier)) return undefined;
  const shipped = {
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  };
  const known = isShipped(path)
    ? shipped
    : { ...shipped, ...manifest.devDependencies, ...context.root.devDependencies };
  const name = packageOf(specifier);
  return name in known ? undefined : `${name} is imported and not among the dependencies of ${manifest.name}`;
};

const isConfined: RuleOfImports = ({ path, found }) => {
  const rule = CONFINED.find(({ library }) => library === packageOf(found.specifier));
  return !rule || !isShipped(path) || rule.to.test(path)
    ? undefined
    : `${rule.library} is not allowed here: ${rule.why}`;
};

const usesExplicitTokens: RuleOfImports = ({ path, found }) => {
  if (packageOf(found.specifier) !== 'tsyringe') return undefined;
  const forbidden = [...FORBIDDEN_OF_TSYRINGE, '*', ...(COMPOSITION.test(path) ? [] : ['container'])];
  const names = found.names.filter((name) => forbidden.includes(name));
  return names.length === 0 ? undefined : `tsyringe's ${names.join(', ')} is not used here`;
};

const contractHasNoRuntime: RuleOfImports = ({ path, owner, found }) => {
  if (owner.folder !== 'packages/plugin-api' || !isShipped(path)) return undefined;
  if (isRelative(found.specifier) || isBuiltin(found.specifier)) return undefined;
  return found.typeOnly && TYPES_FOR_PLUGIN_API.includes(found.specifier)
    ? undefined
    : `plugin-api has no dependency at run time, and imports ${found.specifier}`;
};

const RULES: readonly RuleOfImports[] = [
  staysInside,
  usesTheFrontDoor,
  pointsDown,
  isDeclared,
  isConfined,
  usesExplicitTokens,
  contractHasNoRuntime,
];

/** Imports that break the direction of dependencies, or that a package does not declare. */
export function checkDependencies(files: readonly TextFile[], context: Context): Violation[] {
  return files.flatMap((file) => {
    const owner = context.packages.find(({ folder }) => file.path.startsWith(`${folder}/`));
    if (!owner) return [];
    return parseSource(file).imports.flatMap((found) =>
      RULES.flatMap((rule) => {
        const broken = rule({ path: file.path, owner, found, context });
        return broken === undefined ? [] : [{ file: file.path, line: found.line, rule: broken }];
      }),
    );
  });
}

/** Type metadata works under some compilers and not under others, so constructor injection never relies on it. */
export function checkCompilerOptions(files: readonly TextFile[]): Violation[] {
  return files
    .filter(({ text }) => /"emitDecoratorMetadata"\s*:\s*true/.test(text))
    .map(({ path }) => ({ file: path, rule: 'emitDecoratorMetadata stays off; inject by token' }));
}

if (isEntryPoint(import.meta.url)) {
  const paths = repositoryPaths();
  const files = paths.filter(isSource).map(readText);
  const configs = paths.filter((path) => /(?:^|\/)tsconfig[^/]*\.json$/.test(path)).map(readText);
  const context = { packages: workspacePackages(), root: readJson<Manifest>('package.json') };
  report(
    'check-dependencies',
    [...checkDependencies(files, context), ...checkCompilerOptions(configs)],
    `${files.length} sources of ${context.packages.length} packages`,
  );
}
