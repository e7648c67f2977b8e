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
  earlier: Ledger,
): Violation[] {
  const cases = slugs.map((slug) => ({ slug }));
  return [
    ...[...ledgerProblems(ledger, cases), ...ledgerLosses(earlier, ledger)].map((rule) => ({
      file: LEDGER,
      rule,
    })),
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

/** The ledger as it was committed last; empty where there is no git, or it was not there yet. */
async function committedLedger(): Promise<Ledger> {
  const { code, output } = await runCommand('git', ['show', `HEAD:${LEDGER}`]);
  // The shape is that of the ledger of the commit before, which was checked then.
  return code === 0 ? (JSON.parse(output) as Ledger) : {};
}

if (isEntryPoint(import.meta.url)) {
  const slugs = casesOf(await importBuilt(FOLDER), FOLDER).map(({ slug }) => slug);
  const violations = checkConformance(caseSlugs(), slugs, readLedger(), await committedLedger());
  report('check-conformance', violations, `${slugs.length} cases`);
}
