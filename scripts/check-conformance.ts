import { type Ledger, ledgerLosses, ledgerProblems } from '../harness/conformance/src/kernel/ledger.js';
import { casesOf, importBuilt } from './built-packages.js';
import { isEntryPoint } from './entry-point.js';
import { caseSlugs, LEDGER, readLedger } from './render-conformance.js';
import { runCommand } from './run-command.js';
import { report, type Violation } from './violation.js';

const FOLDER = 'harness/conformance';

/** What is wrong with the cases as a catalogue: with their slugs, their files, and what the ledger says of them. */
export function checkConformance(
  files: readonly string[],
  slugs: readonly string[],
  ledger: Ledger,
  earlier: readonly Ledger[],
): Violation[] {
  const cases = slugs.map((slug) => ({ slug }));
  const losses = new Set(earlier.flatMap((each) => ledgerLosses(each, ledger)));
  return [
    ...[...ledgerProblems(ledger, cases), ...losses].map((rule) => ({ file: LEDGER, rule })),
    ...files
      .filter((slug) => !slugs.includes(slug))
      .map((slug) => ({
        file: `${FOLDER}/src/cases/${slug}.ts`,
        rule: 'holds no case of the name of its file',
      })),
    ...slugs
      .filter((slug) => !files.includes(slug))
      .map((slug) => ({ file: `${FOLDER}/src/cases`, rule: `${slug} is not in a file of its name` })),
  ];
}

/**
 * Every ledger that was ever committed, the newest first: what one commit takes out is missed by the next one, and a
 * commit is not there to be compared with itself. None where there is no git; a clone without its past has the last.
 *
 * @param run runs git at the root of the repository
 */
export async function committedLedgers(run = runCommand): Promise<Ledger[]> {
  const log = await run('git', ['log', '--full-history', '--format=%H', 'HEAD', '--', LEDGER]);
  if (log.code !== 0) return [];
  const ledgers: Ledger[] = [];
  for (const commit of log.output.split('\n').filter((line) => line !== '')) {
    const { code, output } = await run('git', ['show', `${commit}:${LEDGER}`]);
    // A commit that took the file away has none. The shape of the others was checked when they were made.
    if (code === 0) ledgers.push(JSON.parse(output) as Ledger);
  }
  return ledgers;
}

if (isEntryPoint(import.meta.url)) {
  const slugs = casesOf(await importBuilt(FOLDER), FOLDER).map(({ slug }) => slug);
  const earlier = await committedLedgers();
  const violations = checkConformance(caseSlugs(), slugs, readLedger(), earlier);
  report('check-conformance', violations, `${slugs.length} cases, against ${earlier.length} earlier ledgers`);
}
