import { ERROR_CODES } from '../packages/plugin-api/src/error-codes.js';
import { isEntryPoint } from './entry-point.js';
import { firstArguments, stringsOf } from './literals.js';
import { isShipped, readText, readTextIfPresent, repositoryPaths, type TextFile } from './repository.js';
import { parseSource } from './source.js';
import { report, type Violation } from './violation.js';

const REGISTRY = 'packages/plugin-api/src/error-codes.ts';
const DOCUMENT = 'docs/errors.md';

/** Codes that a document has a heading for: ``## `key_mismatch` ``. */
export function documentedCodes(markdown: string): string[] {
  return [...markdown.matchAll(/^#{2,4} `(\w+)`$/gm)].flatMap((match) => match[1] ?? []);
}

/** Every code is thrown somewhere, every code that is thrown is registered, and the document has them all. */
export function checkErrors(
  registered: readonly string[],
  sources: readonly TextFile[],
  document: string | undefined,
): Violation[] {
  const parsed = sources.filter(({ path }) => path !== REGISTRY).map(parseSource);
  const mentioned = new Set(parsed.flatMap((source) => stringsOf(source).map(({ value }) => value)));
  const documented = documentedCodes(document ?? '');
  const unregistered = parsed.flatMap((source) =>
    firstArguments(source, /^CertctlError$/)
      .filter(({ value }) => !registered.includes(value))
      .map(({ value, line }) => ({
        file: source.path,
        line,
        rule: `${value} is not a registered error code`,
      })),
  );
  return [
    ...unregistered,
    ...registered
      .filter((code) => !mentioned.has(code))
      .map((code) => ({ file: REGISTRY, rule: `${code} is registered, and no source raises it` })),
    ...registered
      .filter((code) => !documented.includes(code))
      .map((code) => ({ file: DOCUMENT, rule: `${code} is registered and not documented` })),
    ...documented
      .filter((code) => !registered.includes(code))
      .map((code) => ({ file: DOCUMENT, rule: `${code} is documented and not registered` })),
  ];
}

if (isEntryPoint(import.meta.url)) {
  const codes = Object.keys(ERROR_CODES);
  const sources = repositoryPaths().filter(isShipped).map(readText);
  report('check-errors', checkErrors(codes, sources, readTextIfPresent(DOCUMENT)), `${codes.length} codes`);
}
