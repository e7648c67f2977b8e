import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readJson, readTextIfPresent } from './repository.js';
import { runCommand, runPnpm } from './run-command.js';

/** The SDK warns on every start of a process that a later version will need a later Node. */
const TEST_ENV = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

const UNIT_REPORT = 'reports/unit.json';

interface StepResult {
  readonly passed: boolean;
  /** A few words for the summary. */
  readonly detail?: string;
}

interface Step {
  readonly name: string;
  readonly doing: string;
  run(): Promise<StepResult>;
}

/** A step that is silent when it passes. */
function quietStep(name: string, doing: string, command: string, ...args: readonly string[]): Step {
  return { name, doing, run: async () => shown(await runCommand(command, args)) };
}

function shown({ code, output }: { code: number; output: string }): StepResult {
  if (code !== 0) process.stdout.write(output);
  return { passed: code === 0 };
}

const build: Step = {
  name: 'build',
  doing: 'building every package',
  async run() {
    const { packageManager } = readJson<{ packageManager: string }>('package.json');
    return shown(await runPnpm(packageManager, ['--silent', 'run', 'build']));
  },
};

/** The house rules print a line each, passed or not: they are worth seeing. */
const checks: Step = {
  name: 'checks',
  doing: 'checking the house rules',
  async run() {
    const { code, output } = await runCommand('tsx', ['scripts/run-checks.ts']);
    process.stdout.write(output);
    return { passed: code === 0, detail: `${output.match(/^check-[a-z]+: ok/gm)?.length ?? 0} passed` };
  },
};

interface UnitReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const unit: Step = {
  name: 'unit',
  doing: 'running the tests beside the sources',
  async run() {
    rmSync(join(ROOT, UNIT_REPORT), { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`];
    const { status } = spawnSync('vitest', ['run', ...reporters], {
      cwd: ROOT,
      stdio: 'inherit',
      env: TEST_ENV,
    });
    if (readTextIfPresent(UNIT_REPORT) === undefined) return { passed: false, detail: 'no report' };
    const { numPassedTests, numFailedTests, numPendingTests } = readJson<UnitReport>(UNIT_REPORT);
    const skipped = numPendingTests === 0 ? '' : `, ${numPendingTests} skipped by their own condition`;
    const detail = `${numPassedTests} passed, ${numFailedTests} failed${skipped}`;
    return { passed: status === 0 && numFailedTests === 0 && numPassedTests > 0, detail };
  },
};

const STEPS: readonly Step[] = [
  build,
  quietStep('lint', 'linting and checking the format', 'biome', 'check', '.'),
  quietStep(
    'types',
    'checking the types of tests and scripts',
    'tsc',
    '-p',
    'tsconfig.test.json',
    '--noEmit',
  ),
  quietStep('unused', 'looking for what nothing uses', 'knip', '--no-progress'),
  checks,
  unit,
];

const results: { name: string; passed: boolean; line: string }[] = [];
for (const { name, doing, run } of STEPS) {
  console.log(`certctl: ${doing}…`);
  const start = performance.now();
  const { passed, detail } = await run();
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(8);
  const line = `  ${name.padEnd(8)} ${passed ? 'passed' : 'FAILED'} ${seconds}${detail ? `   ${detail}` : ''}`;
  results.push({ name, passed, line });
}

const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
console.log(`\n${results.map(({ line }) => line).join('\n')}\n`);
console.log(failed.length === 0 ? 'certctl: all passed' : `certctl: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
