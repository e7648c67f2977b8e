import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { filesystem } from '@certctl/plugin-filesystem';
import { ROOT } from '../../scripts/repository.js';
import {
  fakeAcm,
  fakeElbv2,
  fakeVault,
  folder,
  memoryApplianceSubject,
  memoryBindingSubject,
  memoryFrontSubject,
  memoryStoreSubject,
  memoryVaultSubject,
  type Subject,
} from './src/environments/index.js';
import { buildReport, EXIT_CODE_OF_VERDICT, headline, runConformance, writeReport } from './src/index.js';

const { values: options } = parseArgs({
  options: { plugin: { type: 'string', multiple: true }, only: { type: 'string', multiple: true } },
});

/** Every plugin of the repository, on the embedded tier. */
const SUBJECTS: readonly Subject[] = [
  { plugin: awsAcm, environment: fakeAcm() },
  { plugin: awsElbv2, environment: fakeElbv2({ store: awsAcm }) },
  { plugin: azureKeyVault, environment: fakeVault() },
  { plugin: filesystem, environment: folder() },
  memoryStoreSubject(),
  memoryStoreSubject('replaces'),
  memoryVaultSubject(),
  memoryApplianceSubject('fingerprint'),
  memoryApplianceSubject('serial'),
  memoryFrontSubject(),
  memoryBindingSubject(),
];

let passed = 0;
let failed = 0;
let worst = 0;
const wanted = SUBJECTS.filter(({ plugin }) => options.plugin?.includes(plugin.alias) ?? true);
if (wanted.length === 0) throw new Error('there is no such plugin');
for (const { plugin, environment } of wanted) {
  const only = options.only;
  const run = await runConformance({
    plugin,
    environment,
    ...(only ? { only } : {}),
    onResult: ({ outcome, slug, failure }) => {
      if (outcome === 'failed' || outcome === 'errored')
        console.log(`  ${outcome} ${slug}: ${JSON.stringify(failure)}`);
    },
  });
  const command = `npm run conformance -- --plugin ${plugin.alias}`;
  const report = buildReport({ plugin, environment, run, command });
  writeReport(report, join(ROOT, 'reports', 'conformance', plugin.alias));
  console.log(`${headline(report)}; ${report.notProven.length} not proven`);
  passed += report.counts.passed;
  failed += report.counts.failed + report.counts.errored;
  worst = Math.max(worst, run.verdict === 'failed' ? 9 : EXIT_CODE_OF_VERDICT[run.verdict]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = worst === 9 ? EXIT_CODE_OF_VERDICT.failed : worst;
