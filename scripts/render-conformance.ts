import type { ConformanceCase } from '../harness/conformance/src/kernel/conformance-case.js';
import type { Ledger } from '../harness/conformance/src/kernel/ledger.js';
import { readJson, repositoryPaths } from './repository.js';

const CASES = 'harness/conformance/src/cases';

export const LEDGER = 'harness/conformance/ledger.json';

/** The slugs that were ever given out. */
export function readLedger(): Ledger {
  return readJson<Ledger>(LEDGER);
}

/** The slugs of all cases, by their files: `area/name`. */
export function caseSlugs(paths: readonly string[] = repositoryPaths()): string[] {
  return paths.flatMap((path) => {
    const [, slug] = new RegExp(`^${CASES}/([a-z-]+/[a-z0-9-]+)\\.ts$`).exec(path) ?? [];
    return slug === undefined ? [] : [slug];
  });
}

/** The list of all cases, as a source: one import for each file. */
export function renderAllCases(slugs: readonly string[]): string {
  const sorted = [...slugs].sort();
  const imports = sorted.map((slug) => `import ${nameOf(slug)} from './${slug}.js';`);
  return [
    "import type { ConformanceCase } from '../kernel/conformance-case.js';",
    ...imports,
    '',
    '/** Every case, by area and name. Generated from the files: `npm run generate`. */',
    'export const ALL_CASES: readonly ConformanceCase[] = [',
    ...sorted.map((slug) => `  ${nameOf(slug)},`),
    '];',
    '',
  ].join('\n');
}

/** Mutants by name, each with the cases that found it. */
interface MutantMatrix {
  readonly mutants: Readonly<Record<string, { readonly killedBy: readonly string[] }>>;
}

export function readMutantMatrix(): MutantMatrix {
  return readJson<MutantMatrix>('harness/mutants/conformance-matrix.json');
}

/** How many broken plugins every case has found, as a source. */
export function renderMutantKills({ mutants }: MutantMatrix): string {
  const killers = Object.values(mutants).map(({ killedBy }) => killedBy);
  const slugs = [...new Set(killers.flat())].sort();
  const finds = (slug: string) => killers.filter((killedBy) => killedBy.includes(slug)).length;
  return [
    '/** Broken plugins, one defect each, that the cases were tried on. Generated: `npm run generate`. */',
    `export const MUTANTS = ${killers.length};`,
    '',
    '/** How many of them each case found. */',
    'export const MUTANT_KILLS: Readonly<Record<string, number>> = {',
    ...slugs.map((slug) => `  '${slug}': ${finds(slug)},`),
    '};',
    '',
  ].join('\n');
}

function nameOf(slug: string): string {
  return slug.replace(/[/-]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The catalogue: what every case asks, of whom, why, and what to do when it fails. */
export function renderCatalogue(
  cases: readonly ConformanceCase[],
  since: (slug: string) => number | undefined,
): string {
  const areas = [...new Set(cases.map(({ slug }) => areaOf(slug)))];
  return [
    '# Conformance cases',
    '',
    'Generated from the cases by `npm run generate`. A slug never changes and is never given to another case.',
    '',
    `${cases.length} cases in ${areas.length} areas. \`core\`: every plugin of the kind must pass it. \`capability\`: every plugin that is asked must pass it wherever its environment can show it; skipped there, it does not make the result \`partial\`. The cases of packaging count as \`core\` where the plugin was packed. \`provisional\`: shown, and not counted before the next version of the contract.`,
    '',
    ...areas.flatMap((area) => [
      `## ${area}`,
      '',
      ...cases
        .filter(({ slug }) => areaOf(slug) === area)
        .flatMap((each) => renderCase(each, since(each.slug))),
    ]),
  ].join('\n');
}

function renderCase(each: ConformanceCase, since: number | undefined): string[] {
  const asked = each.requires.map((requirement) =>
    'capability' in requirement
      ? `\`${requirement.capability}\`: ${requirement.is.map((value) => `\`${String(value)}\``).join(' or ')}`
      : requirement.declares.replace('-', ' '),
  );
  return [
    `### ${each.slug}`,
    '',
    each.title,
    '',
    `- level: ${each.level}, for ${each.kind === 'any' ? 'every plugin' : `a ${each.kind}`}, ${since === undefined ? 'not in the ledger' : `since version ${since} of the contract`}`,
    ...(asked.length === 0 ? [] : [`- asked of plugins that declare: ${asked.join('; ')}`]),
    `- why: ${each.why}`,
    `- rule: ${each.source}`,
    `- remedy: ${each.remedy}`,
    '',
  ];
}

function areaOf(slug: string): string {
  return slug.split('/')[0] ?? '';
}

/** The fields of a report, for those who read it with a program. */
export function renderReportFields(fields: Readonly<Record<string, string>>): string {
  return [
    '# The conformance report',
    '',
    'Generated from the fields by `npm run generate`. `[]` stands for each entry of a list, `*` for each name.',
    '',
    '`report.json` holds all of it; `junit.xml`, `report.md` and `report.html` are made of it and of nothing else.',
    '',
    '| field | what it says |',
    '| --- | --- |',
    ...Object.entries(fields).map(([field, what]) => `| \`${field}\` | ${what} |`),
    '',
  ].join('\n');
}
