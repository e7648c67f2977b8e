import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, readJson } from '../../../scripts/repository.js';
import { journey } from './journey.js';
import { packAll } from './pack-all.js';
import { type Registry, startRegistry } from './registry.js';
import { type PackageManager, Stranger } from './stranger.js';
import { Abandoned, Tally } from './tally.js';

const MANAGERS: readonly PackageManager[] = ['npm', 'pnpm'];
/** What a plugin's author and a host install: fetched from here, or nothing of this was shown. */
const NEEDED = [
  '@certctl/create-plugin',
  '@certctl/conformance',
  '@certctl/engine',
  '@certctl/plugin-api',
  'certctl',
];

const { values } = parseArgs({ options: { with: { type: 'string' } } });

async function travel(manager: PackageManager, registry: Registry): Promise<Tally> {
  const tally = new Tally(manager);
  const stranger = new Stranger(manager, registry.url);
  const reports = join(ROOT, 'reports', 'stranger', manager);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const before = new Map(registry.fetched);
  process.once('exit', () => stranger.remove());
  try {
    const { packageManager } = readJson<{ packageManager: string }>('package.json');
    if (manager === 'pnpm') await stranger.bring(packageManager);
    await journey(stranger, tally, reports);
    for (const name of NEEDED)
      tally.check(`${name} came from its archive`, () => {
        if (registry.fetched.get(name) === before.get(name)) throw new Error('it was not fetched');
      });
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
  } finally {
    stranger.remove();
  }
  return tally;
}

// What runs for the stranger is not of this terminal's group, and hears nothing by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const archives = mkdtempSync(join(tmpdir(), 'certctl-archives-'));
process.once('exit', () => rmSync(archives, { recursive: true, force: true }));
// The registry of the machine: what is not ours comes from there. It is neither printed nor kept.
const upstream = execFileSync('npm', ['config', 'get', 'registry'], {
  encoding: 'utf8',
  cwd: tmpdir(),
}).trim();
const packed = await packAll(archives);
console.log(`packed ${packed.length} packages`);
const registry = await startRegistry(packed, upstream);
try {
  const wanted = MANAGERS.filter((manager) => values.with === undefined || values.with === manager);
  if (wanted.length === 0) throw new Error(`--with is ${MANAGERS.join(' or ')}`);
  let passed = 0;
  let failed = 0;
  for (const manager of wanted) {
    const tally = await travel(manager, registry);
    passed += tally.passed;
    failed += tally.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await registry.close();
}
