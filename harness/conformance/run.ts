import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { filesystem } from '@certctl/plugin-filesystem';
import { ROOT } from '../../scripts/repository.js';
import {
  memoryApplianceSubject,
  memoryBindingSubject,
  memoryFrontSubject,
  memoryRelaySubject,
  memoryStoreSubject,
  memoryVaultSubject,
  type Subject,
} from './src/environments/index.js';
import {
  buildReport,
  type CaseResult,
  type ConformanceReport,
  conform,
  EXIT_CODE_OF_VERDICT,
  headline,
  runConformance,
  writeReport,
} from './src/index.js';

const { values: options } = parseArgs({
  options: { plugin: { type: 'string', multiple: true }, only: { type: 'string', multiple: true } },
});

interface Tried {
  /** As `--plugin` names it. */
  readonly alias: string;
  run(onResult: (result: CaseResult) => void): Promise<ConformanceReport>;
}

/** As its author would: packed, and installed into an empty folder with the packages beside it. */
function packed(folder: string, alias: string): Tried {
  return {
    alias,
    async run(onResult) {
      const source = join(ROOT, folder);
      const { report } = await conform({
        ...{ source, stores: [awsAcm], report: reportOf(alias), onResult },
        ...(options.only ? { only: options.only } : {}),
      });
      return report;
    },
  };
}

/** A plugin that is not published, from its source. */
function unpacked({ plugin, environment }: Subject): Tried {
  return {
    alias: plugin.alias,
    async run(onResult) {
      const only = options.only ? { only: options.only } : {};
      const run = await runConformance({ plugin, environment, onResult, ...only });
      const command = `npm run conformance -- --plugin ${plugin.alias}`;
      const report = buildReport({ plugin, environment, run, command, ...only });
      writeReport(report, reportOf(plugin.alias));
      return report;
    },
  };
}

function reportOf(alias: string): string {
  return join(ROOT, 'reports', 'conformance', alias);
}

/** Every plugin of the repository, on the embedded tier. */
const TRIED: readonly Tried[] = [
  packed('plugins/aws-acm', awsAcm.alias),
  packed('plugins/aws-elbv2', awsElbv2.alias),
  packed('plugins/azure-key-vault', azureKeyVault.alias),
  packed('plugins/filesystem', filesystem.alias),
  ...[
    memoryStoreSubject(),
    memoryStoreSubject('replaces'),
    memoryVaultSubject(),
    memoryApplianceSubject('fingerprint'),
    memoryApplianceSubject('serial'),
    memoryFrontSubject(),
    memoryBindingSubject(),
    memoryRelaySubject(),
  ].map(unpacked),
];

let passed = 0;
let failed = 0;
let worst = 0;
const wanted = TRIED.filter(({ alias }) => options.plugin?.includes(alias) ?? true);
if (wanted.length === 0) throw new Error('there is no such plugin');
for (const tried of wanted) {
  const report = await tried.run(({ outcome, slug, failure }) => {
    if (outcome === 'failed' || outcome === 'errored')
      console.log(`  ${outcome} ${slug}: ${JSON.stringify(failure)}`);
  });
  console.log(`${headline(report)}; ${report.notProven.length} not proven`);
  passed += report.counts.passed;
  failed += report.counts.failed + report.counts.errored;
  worst = Math.max(worst, report.verdict === 'failed' ? 9 : EXIT_CODE_OF_VERDICT[report.verdict]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = worst === 9 ? EXIT_CODE_OF_VERDICT.failed : worst;
