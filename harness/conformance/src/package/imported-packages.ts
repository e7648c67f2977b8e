import { isBuiltin } from 'node:module';
import { init, parse } from 'es-module-lexer';

/**
 * The packages that a module, or the declarations of one, import by name; without those of Node itself.
 * @throws Error when it cannot be read as a module
 */
export async function importedPackages(text: string, path: string): Promise<readonly string[]> {
  await init;
  const [imports] = parse(text, path);
  const names = imports.flatMap((found) => ('specifier' in found ? [found.specifier ?? ''] : []));
  if (TYPES.test(path)) names.push(...typeImports(text));
  return [...new Set(names.filter(isPackage).map(packageOf))];
}

const TYPES = /\.d\.[cm]?ts$/;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*$/gm;

/** `import('name').Type` inside a type: no import of the language, so a reader of modules passes over it. */
function typeImports(text: string): readonly string[] {
  const found = text.replaceAll(COMMENT, '').matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, specifier = '']) => specifier);
}

function isPackage(specifier: string): boolean {
  // `#…` is an import of the package's own, and a URL is none of a package.
  return /^[@a-z0-9]/i.test(specifier) && !specifier.includes(':') && !isBuiltin(specifier);
}

/** `@scope/name/sub` and `name/sub` without the sub. */
function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
