import { importBuilt, pluginOf, rulesOf } from './built-packages.js';
import { documentedCodes } from './check-errors.js';
import { isEntryPoint } from './entry-point.js';
import { firstArguments, objectsOf, stringsOf } from './literals.js';
import { packagesWithRules } from './packages-with-rules.js';
import { isShipped, readText, readTextIfPresent, repositoryPaths, type TextFile } from './repository.js';
import { parseSource, type Source } from './source.js';
import { report, type Violation } from './violation.js';

const DOCUMENT = 'docs/findings.md';

/** The codes that a package declares in its `rules`, and its sources. */
export interface Reporter {
  readonly folder: string;
  readonly declared: readonly string[];
  readonly sources: readonly TextFile[];
}

/** A declaration has a summary; what is left are places that use a code. */
function usedCodes(source: Source): Set<string> {
  const declarations = objectsOf(source).filter(({ keys }) => keys.includes('summary'));
  return new Set(
    stringsOf(source)
      .filter(({ start }) => !declarations.some((object) => object.start <= start && start < object.end))
      .map(({ value }) => value),
  );
}

/** Codes that are reported for certain: in an object with a severity, or given to a function `…finding`. */
function reportedCodes(source: Source): { value: string; line: number }[] {
  const written = objectsOf(source).flatMap(({ keys, strings }) =>
    keys.includes('severity') && keys.includes('message') && strings.code ? [strings.code] : [],
  );
  return [...written, ...firstArguments(source, /finding$/i)];
}

/** Every declared finding is reported, every reported one declared, and the document has them all. */
export function checkFindings(reporters: readonly Reporter[], document: string | undefined): Violation[] {
  const declared = reporters.flatMap((reporter) => reporter.declared);
  const documented = documentedCodes(document ?? '');
  return [
    ...reporters.flatMap(checkReporter),
    ...declared
      .filter((code, index) => declared.indexOf(code) !== index)
      .map((code) => ({ file: DOCUMENT, rule: `${code} is declared by two packages` })),
    ...declared
      .filter((code) => !documented.includes(code))
      .map((code) => ({ file: DOCUMENT, rule: `${code} is declared and not documented` })),
    ...documented
      .filter((code) => !declared.includes(code))
      .map((code) => ({ file: DOCUMENT, rule: `${code} is documented and not declared` })),
  ];
}

function checkReporter({ folder, declared, sources }: Reporter): Violation[] {
  const parsed = sources.map(parseSource);
  const used = new Set(parsed.flatMap((source) => [...usedCodes(source)]));
  return [
    ...parsed.flatMap((source) =>
      reportedCodes(source)
        .filter(({ value }) => !declared.includes(value))
        .map(({ value, line }) => ({
          file: source.path,
          line,
          rule: `${value} is reported and not among the rules`,
        })),
    ),
    ...declared
      .filter((code) => !used.has(code))
      .map((code) => ({ file: folder, rule: `${code} is among the rules and never reported` })),
  ];
}

async function reporters(): Promise<Reporter[]> {
  const shipped = repositoryPaths().filter(isShipped);
  return Promise.all(
    packagesWithRules().map(async ({ folder, kind }) => {
      const exports = await importBuilt(folder);
      const rules = kind === 'plugin' ? pluginOf(exports, folder).rules : rulesOf(exports, folder);
      const sources = shipped.filter((path) => path.startsWith(`${folder}/`)).map(readText);
      return { folder, declared: rules.map(({ code }) => code), sources };
    }),
  );
}

if (isEntryPoint(import.meta.url)) {
  const all = await reporters();
  const count = all.flatMap(({ declared }) => declared).length;
  report('check-findings', checkFindings(all, readTextIfPresent(DOCUMENT)), `${count} findings`);
}
