import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildReport, type Environment, headline, runConformance, writeReport } from '@certctl/conformance';
import type { Plugin } from '@certctl/plugin-api';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { ROOT } from '../../scripts/repository.js';
import { ensureDaemon } from './local/docker-daemon.js';
import { LocalImages } from './local/local-images.js';
import { NotServed } from './local/lowkey-image.js';
import {
  fakeAcmContainer,
  fakeVaultContainer,
  localStack,
  lowkeyVault,
  moto,
  sweepContainers,
} from './src/index.js';

const { values: options } = parseArgs({
  options: {
    env: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    /** Builds every image here, and asks no registry for one. */
    build: { type: 'boolean', default: false },
    /** Runs the cases too that an environment says it cannot show: to see whether it is still so. */
    all: { type: 'boolean', default: false },
  },
});

interface Subject {
  readonly name: string;
  readonly plugin: Plugin;
  readonly environment: (images: LocalImages) => Promise<Environment>;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'fake-acm',
    plugin: awsAcm,
    environment: async (images) => fakeAcmContainer(await images.emulators()),
  },
  {
    name: 'fake-vault',
    plugin: azureKeyVault,
    environment: async (images) => fakeVaultContainer(await images.emulators()),
  },
  { name: 'moto', plugin: awsAcm, environment: async (images) => moto(await images.moto()) },
  {
    name: 'localstack',
    plugin: awsAcm,
    environment: async (images) => localStack(await images.localstack()),
  },
  {
    name: 'lowkey-vault',
    plugin: azureKeyVault,
    environment: async (images) => lowkeyVault(await images.lowkeyVault()),
  },
];

const counts = { passed: 0, failed: 0 };
const notRun: string[] = [];

async function conform({ name, plugin }: Subject, environment: Environment): Promise<void> {
  const { only } = options;
  const run = await runConformance({
    plugin,
    environment: options.all ? { ...environment, cannot: [] } : environment,
    ...(only ? { only } : {}),
    onResult: ({ outcome, slug, failure }) => {
      if (outcome === 'failed' || outcome === 'errored')
        console.log(`  ${outcome} ${slug}: ${JSON.stringify(failure)}`);
    },
  });
  const command = `npm run conformance:containers -- --env ${name}`;
  const report = buildReport({ plugin, environment, run, command, ...(only ? { only } : {}) });
  writeReport(report, join(ROOT, 'reports', 'containers', name));
  console.log(`  ${headline(report)}; ${report.notProven.length} not proven`);
  counts.passed += report.counts.passed;
  counts.failed += report.counts.failed + report.counts.errored;
  if (report.counts.passed === 0) throw new Error('no case has passed: nothing was shown');
}

/** None of them is left out in silence: what cannot be had has failed, unless its registry has nothing of the kind. */
async function attempt(subject: Subject, images: LocalImages): Promise<void> {
  console.log(`\n${subject.name}`);
  try {
    const environment = await subject.environment(images);
    console.log(`  ${environment.title}`);
    await conform(subject, environment);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof NotServed) {
      notRun.push(`${subject.name}: ${why}`);
      console.log(`  NOT RUN: ${why}`);
      return;
    }
    counts.failed += 1;
    console.log(`  FAILED: ${why}`);
  }
}

async function main(): Promise<number> {
  const wanted = SUBJECTS.filter(({ name }) => options.env?.includes(name) ?? true);
  if (wanted.length === 0)
    throw new Error(`there is no such environment; there are ${SUBJECTS.map(({ name }) => name).join(', ')}`);
  // Its image cannot be had everywhere; what is left is found by its label, and removed at the end.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const daemon = await ensureDaemon();
  // Out of time, or stopped by hand: no container may stay.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sweepContainers().finally(() => process.exit(1)));
  }
  try {
    console.log(`container runtime: ${daemon.origin}`);
    const images = new LocalImages({ mayPull: !options.build });
    for (const subject of wanted) await attempt(subject, images);
    const left = await sweepContainers();
    if (left.length > 0) {
      counts.failed += 1;
      console.log(`\ncontainers that outlived their run were removed: ${left.join(', ')}`);
    }
  } finally {
    await daemon.close();
  }
  console.log('');
  for (const line of notRun) console.log(`NOT RUN ${line}`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`certctl: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
