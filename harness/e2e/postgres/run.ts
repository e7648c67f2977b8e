import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresMissing, startPostgres } from '../deployer/postgres-server.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** Runs the tests of the records once more, on a server of PostgreSQL besides SQLite. */
async function main(): Promise<number> {
  const server = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'certctl-postgres-report-'));
  const report = join(folder, 'report.json');
  try {
    const args = ['run', 'packages/persistence', '--reporter=default', '--reporter=json'];
    const { status } = spawnSync('vitest', [...args, `--outputFile.json=${report}`], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, CERTCTL_TEST_POSTGRES: server.url },
    });
    // vitest wrote it.
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Counts;
    console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
    return status === 0 && numPassedTests > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof PostgresMissing)) throw error;
  console.error(`certctl: ${error.message}`);
  process.exitCode = 1;
}
