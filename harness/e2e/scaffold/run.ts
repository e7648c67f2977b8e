import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/repository.js';
import { startRegistry } from '../stranger/registry.js';
import { documentSteps } from './document-steps.js';
import { packWorkspace } from './pack-workspace.js';
import { type RunCommand, runDocument } from './run-document.js';
import { workspaceShell } from './workspace-shell.js';

/** Does everything that the author's document says, on the packages of this workspace as they were built. */
async function main(room: string): Promise<number> {
  const archives = join(room, 'archives');
  mkdirSync(archives);
  // What a plugin brings of this workspace: the command installs it into an empty folder.
  const packed = await packWorkspace(['@certctl/plugin-http'], archives);
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const registry = await startRegistry(packed, upstream);
  const shell = workspaceShell({ npm_config_registry: registry.url });
  const told: RunCommand = async (command, folder) => {
    const start = performance.now();
    const ran = await shell(command, folder);
    console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${command}`);
    return ran;
  };
  const steps = documentSteps(readFileSync(join(ROOT, 'docs', 'author-a-plugin.md'), 'utf8'));
  try {
    await runDocument(steps, room, told);
    console.log(`${steps.length} passed, 0 failed`);
    return 0;
  } catch (error) {
    console.error(`docs/author-a-plugin.md, ${error instanceof Error ? error.message : String(error)}`);
    console.log('0 passed, 1 failed');
    return 1;
  } finally {
    await registry.close();
  }
}

const room = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-author-')));
try {
  process.exitCode = await main(room);
} finally {
  rmSync(room, { recursive: true, force: true });
}
