import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acmRules } from '../harness/emulators/src/acm/rules/catalogue.js';
import { ruleTable, withRuleTable } from '../harness/emulators/src/server/rule-table.js';
import { vaultRules } from '../harness/emulators/src/vault/rules/catalogue.js';
import { ERROR_CODES } from '../packages/plugin-api/src/error-codes.js';
import {
  casesOf,
  exitCodesOf,
  importBuilt,
  metricsOf,
  pluginOf,
  reportFieldsOf,
  rulesOf,
} from './built-packages.js';
import { isEntryPoint } from './entry-point.js';
import { replacePart } from './markdown.js';
import { packagesWithRules } from './packages-with-rules.js';
import {
  caseSlugs,
  readLedger,
  readMutantMatrix,
  renderAllCases,
  renderCatalogue,
  renderMutantKills,
  renderReportFields,
} from './render-conformance.js';
import {
  type RuleSet,
  renderErrors,
  renderExitCodes,
  renderFindings,
  renderMetrics,
} from './render-documents.js';
import { renderPluginReadme } from './render-plugin-tables.js';
import { ROOT, readTextIfPresent } from './repository.js';

const ENGINE = 'packages/engine';
const CLI = 'packages/cli';
const CONFORMANCE = 'harness/conformance';

/** A document that is generated as a whole or in parts. */
export interface GeneratedDocument {
  readonly path: string;
  /**
   * The document as it should be, made from the sources and from what was built last.
   * @param present the document as it is, for those of which only parts are generated
   * @throws Error when what it is made from is missing, or the document has no place for a part
   */
  render(present: string): Promise<string>;
}

async function ruleSets(): Promise<RuleSet[]> {
  return Promise.all(
    packagesWithRules().map(async ({ folder, name, kind }) => {
      const exports = await importBuilt(folder);
      const rules = kind === 'plugin' ? pluginOf(exports, folder).rules : rulesOf(exports, folder);
      return { owner: name, rules };
    }),
  );
}

function pluginReadmes(): GeneratedDocument[] {
  return packagesWithRules()
    .filter(({ kind }) => kind === 'plugin')
    .map(({ folder }) => ({
      path: `${folder}/README.md`,
      render: async (present) => renderPluginReadme(present, pluginOf(await importBuilt(folder), folder)),
    }));
}

export const GENERATED_DOCUMENTS: readonly GeneratedDocument[] = [
  { path: 'docs/errors.md', render: async () => renderErrors(ERROR_CODES) },
  { path: 'docs/findings.md', render: async () => renderFindings(await ruleSets()) },
  {
    path: 'docs/metrics.md',
    render: async () => renderMetrics(metricsOf(await importBuilt(ENGINE), ENGINE)),
  },
  ...pluginReadmes(),
  {
    path: `${CLI}/README.md`,
    render: async (present) =>
      replacePart(present, 'exit-codes', renderExitCodes(exitCodesOf(await importBuilt(CLI), CLI))),
  },
  { path: `${CONFORMANCE}/src/cases/all-cases.ts`, render: async () => renderAllCases(caseSlugs()) },
  {
    path: `${CONFORMANCE}/src/report/mutant-kills.ts`,
    render: async () => renderMutantKills(readMutantMatrix()),
  },
  {
    path: 'docs/conformance-report.md',
    render: async () => renderReportFields(reportFieldsOf(await importBuilt(CONFORMANCE), CONFORMANCE)),
  },
  {
    path: 'docs/conformance-cases.md',
    render: async () => {
      const ledger = readLedger();
      const cases = casesOf(await importBuilt(CONFORMANCE), CONFORMANCE);
      return renderCatalogue(cases, (slug) => ledger[slug]?.since);
    },
  },
  {
    path: 'harness/emulators/README.md',
    render: async (present) =>
      withRuleTable(withRuleTable(present, ruleTable(acmRules)), ruleTable(vaultRules), 'vault-rules'),
  },
];

async function write({ path, render }: GeneratedDocument): Promise<void> {
  const present = readTextIfPresent(path);
  const text = await render(present ?? '');
  if (text === present) return;
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  console.log(`generate: wrote ${path}`);
}

if (isEntryPoint(import.meta.url)) {
  for (const document of GENERATED_DOCUMENTS) {
    try {
      await write(document);
    } catch (error) {
      console.error(`generate: ${document.path}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
  console.log(`generate: looked at ${GENERATED_DOCUMENTS.length} documents`);
}
