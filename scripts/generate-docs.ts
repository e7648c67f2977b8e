import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ERROR_CODES } from '../packages/plugin-api/src/error-codes.js';
import { importBuilt, metricsOf, pluginOf, rulesOf } from './built-packages.js';
import { isEntryPoint } from './entry-point.js';
import { packagesWithRules } from './packages-with-rules.js';
import { type RuleSet, renderErrors, renderFindings, renderMetrics } from './render-documents.js';
import { renderPluginReadme } from './render-plugin-tables.js';
import { ROOT, readTextIfPresent, type TextFile } from './repository.js';

async function ruleSets(): Promise<RuleSet[]> {
  return Promise.all(
    packagesWithRules().map(async ({ folder, name, kind }) => {
      const exports = await importBuilt(folder);
      const rules = kind === 'plugin' ? pluginOf(exports, folder).rules : rulesOf(exports, folder);
      return { owner: name, rules };
    }),
  );
}

async function pluginReadmes(): Promise<TextFile[]> {
  const plugins = packagesWithRules().filter(({ kind }) => kind === 'plugin');
  return Promise.all(
    plugins.map(async ({ folder }) => {
      const path = `${folder}/README.md`;
      const readme = readTextIfPresent(path);
      if (readme === undefined) throw new Error(`${path} is missing`);
      return { path, text: renderPluginReadme(readme, pluginOf(await importBuilt(folder), folder)) };
    }),
  );
}

/** Every generated document as it should be, from what was built last. */
export async function generateDocuments(): Promise<TextFile[]> {
  const engine = await importBuilt('packages/engine');
  return [
    { path: 'docs/errors.md', text: renderErrors(ERROR_CODES) },
    { path: 'docs/findings.md', text: renderFindings(await ruleSets()) },
    { path: 'docs/metrics.md', text: renderMetrics(metricsOf(engine, 'packages/engine')) },
    ...(await pluginReadmes()),
  ];
}

if (isEntryPoint(import.meta.url)) {
  const documents = await generateDocuments();
  const changed = documents.filter(({ path, text }) => readTextIfPresent(path) !== text);
  for (const { path, text } of changed) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`generate: wrote ${path}`);
  }
  console.log(`generate: ${documents.length} documents, ${changed.length} changed`);
}
