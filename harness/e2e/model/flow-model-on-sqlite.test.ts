import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { SystemClock } from '@certctl/engine';
import { expect, it } from 'vitest';
import { open } from './sqlite-records.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const MODEL = 'packages/engine/src/flow/flow-model.test.ts';

/** Each world has a database of its own, made and thrown away. */
const RUNS = process.env.CERTCTL_MODEL_RUNS ?? '12';

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** The engine's model, in a process of its own, on the records of a module. */
function runModel(records: string): Promise<Ran> {
  const env = { ...process.env, CERTCTL_MODEL_RECORDS: records, CERTCTL_MODEL_RUNS: RUNS };
  const child = spawn(process.execPath, [VITEST, 'run', '--maxWorkers=1', MODEL], { cwd: ROOT, env });
  return new Promise((resolve, reject) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

it('each world begins with empty records of its own', async () => {
  const [one, other] = [await open(new SystemClock()), await open(new SystemClock())];
  await one.holds.put({
    targetId: 'web',
    fingerprint: 'f',
    notBefore: 1,
    since: 1,
    deploymentId: 'd',
    reason: 'a test',
  });
  expect(await one.holds.get('web')).toBeDefined();
  expect(await other.holds.get('web')).toBeUndefined();
  expect(await other.rows()).toEqual([]);
  await Promise.all([one.close(), other.close()]);
});

it('any history of a target keeps to the model with its records in SQLite', async () => {
  const { code, output } = await runModel(join(import.meta.dirname, 'sqlite-records.ts'));
  expect(code, output).toBe(0);
}, 400_000);

it('and it is these records that the model runs on', async () => {
  const { code, output } = await runModel(join(import.meta.dirname, 'no-such-records.ts'));
  expect(code).not.toBe(0);
  expect(output).toContain('no-such-records');
}, 60_000);
