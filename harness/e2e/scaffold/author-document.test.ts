import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/repository.js';
import { type Registry, startRegistry } from '../stranger/registry.js';
import { documentSteps } from './document-steps.js';
import { packWorkspace } from './pack-workspace.js';
import { runDocument } from './run-document.js';
import { workspaceShell } from './workspace-shell.js';

const MINUTE = 60_000;

let room: string;
let registry: Registry;
beforeAll(async () => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-author-')));
  mkdirSync(join(room, 'archives'));
  // What a plugin brings of this workspace: the command installs it into an empty folder.
  const archives = await packWorkspace(['@certctl/plugin-http'], join(room, 'archives'));
  const upstream = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  registry = await startRegistry(archives, upstream);
}, 2 * MINUTE);
afterAll(async () => {
  await registry.close();
  rmSync(room, { recursive: true, force: true });
});

it(
  'leads from an empty folder to a plugin that passes, step by step as it is written',
  async () => {
    const steps = documentSteps(readFileSync(join(ROOT, 'docs', 'author-a-plugin.md'), 'utf8'));
    expect(steps.length).toBeGreaterThan(30);
    await runDocument(steps, room, workspaceShell({ npm_config_registry: registry.url }));
    expect([...registry.fetched.keys()].sort()).toEqual(['@certctl/plugin-api', '@certctl/plugin-http']);
  },
  20 * MINUTE,
);
