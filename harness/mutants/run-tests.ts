import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** A defect may make a test run for ever. */
const LONGEST_MS = 300_000;

export interface TestResult {
  /** From the repository's root. */
  readonly file: string;
  /** Titles from the outermost on, joined by ` > `. */
  readonly test: string;
  readonly passed: boolean;
  /** The first lines of what it failed with; empty when it passed. */
  readonly failure: string;
}

export interface TestRun {
  readonly tests: readonly TestResult[];
  /** Why a file could not be loaded, or why there is no report at all. */
  readonly broken: readonly string[];
  readonly seconds: number;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: 'passed' | 'failed';
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

export interface RunOptions {
  /** The file of a mutant. */
  readonly mutantPath?: string;
  /** Milliseconds after which the process is stopped. @default 300000 */
  readonly longestMs?: number;
}

/** What is transformed once for this run of the mutants need not be for each of them. */
const transformed = mkdtempSync(join(tmpdir(), 'certctl-mutants-modules-'));
process.on('exit', () => rmSync(transformed, { recursive: true, force: true }));

/** Runs test files, or all of a folder, in a process of their own; with a mutant when its file is given. */
export async function runTests(filters: readonly string[], options: RunOptions = {}): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'certctl-mutants-'));
  const reportPath = join(folder, 'report.json');
  const startedAt = performance.now();
  try {
    const output = await vitest([...filters, '--reporter=json', `--outputFile=${reportPath}`], options);
    const seconds = (performance.now() - startedAt) / 1000;
    return { ...read(reportPath, output), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(args: readonly string[], options: RunOptions): Promise<string> {
  const { mutantPath, longestMs = LONGEST_MS } = options;
  const program = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const config = join(import.meta.dirname, 'vitest.config.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, 'run', '--config', config, ...args],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          CERTCTL_MUTANT: mutantPath ?? '',
          CERTCTL_MUTANTS_CACHE: transformed,
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

function read(reportPath: string, output: string): Pick<TestRun, 'tests' | 'broken'> {
  let report: Report;
  try {
    // The shape is that of vitest's JSON reporter, whose version is pinned.
    report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
  } catch {
    return { tests: [], broken: [`no report: ${output.trim().split('\n').slice(-5).join(' ')}`] };
  }
  return {
    tests: report.testResults.flatMap((file) =>
      file.assertionResults.map((each) => ({
        file: relative(ROOT, file.name).replaceAll('\\', '/'),
        test: [...each.ancestorTitles, each.title].join(' > '),
        // One that was left out has found nothing.
        passed: each.status !== 'failed',
        failure: (each.failureMessages ?? []).join('\n').split('\n').slice(0, 3).join(' '),
      })),
    ),
    broken: report.testResults
      .filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
      .map((file) => `${relative(ROOT, file.name)}: ${file.message.split('\n')[0] ?? ''}`),
  };
}
