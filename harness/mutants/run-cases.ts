import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../scripts/repository.js';
import { sourceAliases } from '../../scripts/source-aliases.js';
import type { Mutant } from './mutant.js';
import { mutantPlugin } from './mutant-plugin.js';
import type { TestRun } from './run-tests.js';

/** In the repository, so that what is not bundled is found from it. */
const BUNDLES = join(ROOT, 'node_modules', '.cache', 'certctl-mutants');
const DOOR = join(import.meta.dirname, 'case-door.ts');

/** What the process writes that runs the cases. */
export type CaseReport =
  | {
      readonly suite: string;
      /** By slug: '' for a case that did not fail, otherwise what it failed with. */
      readonly cases: Readonly<Record<string, string>>;
    }
  | { readonly broken: string };

export interface CaseOptions {
  /** With this defect in place. */
  readonly mutant?: Mutant;
  /** All, when left out. */
  readonly slugs?: readonly string[];
  /** How often a case that fails is run again before it has failed. @default 0 */
  readonly retry?: number;
  /** Milliseconds after which the process is stopped. */
  readonly longestMs: number;
}

/**
 * Runs conformance cases of one subject, bundled from the sources, in a process of its own.
 *
 * @param file of harness/conformance/subjects, from the repository's root
 */
export async function runCases(file: string, options: CaseOptions): Promise<TestRun> {
  mkdirSync(BUNDLES, { recursive: true });
  const folder = mkdtempSync(join(BUNDLES, 'bundle-'));
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  try {
    await bundle(file, folder, options.mutant);
    const reportPath = join(folder, 'report.json');
    const output = await execute(folder, reportPath, options);
    const report = read(reportPath, output);
    if ('broken' in report) return { tests: [], broken: [report.broken], seconds: seconds() };
    const tests = Object.entries(report.cases).map(([slug, failure]) => ({
      file,
      test: `${report.suite} > ${slug}`,
      passed: failure === '',
      failure,
    }));
    return { tests, broken: [], seconds: seconds() };
  } catch (error) {
    return { tests: [], broken: [`not bundled: ${String(error)}`], seconds: seconds() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle(file: string, folder: string, mutant: Mutant | undefined): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { alias: sourceAliases() },
    plugins: [
      {
        name: 'door-of-the-mutants',
        enforce: 'pre',
        resolveId: (id) => (id.endsWith('/doors/vitest.js') ? DOOR : null),
      },
      ...(mutant ? [mutantPlugin(mutant, ROOT)] : []),
    ],
    build: { ssr: join(ROOT, file), outDir: folder, minify: false, target: 'node20', copyPublicDir: false },
    ssr: { noExternal: true },
  });
}

function execute(folder: string, reportPath: string, options: CaseOptions): Promise<string> {
  const { mutant, slugs = [], retry = 0, longestMs } = options;
  const [entry = ''] = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(folder, entry)],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          CERTCTL_MUTANT: mutant?.name ?? '',
          CERTCTL_CONFORMANCE_ONLY: slugs.join(),
          CERTCTL_CASES_REPORT: reportPath,
          CERTCTL_CASES_RETRY: String(retry),
        },
        timeout: longestMs,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        resolve(error?.killed ? `stopped after ${longestMs / 1000} s` : `${stdout}${stderr}`);
      },
    );
  });
}

function read(reportPath: string, output: string): CaseReport {
  try {
    // The shape is the one that the door writes.
    return JSON.parse(readFileSync(reportPath, 'utf8')) as CaseReport;
  } catch {
    return { broken: `no report: ${output.trim().split('\n').slice(-5).join(' ')}` };
  }
}
