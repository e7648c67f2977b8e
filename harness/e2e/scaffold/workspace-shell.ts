import { spawn } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT, workspacePackages } from '../../../scripts/repository.js';
import type { RunCommand } from './run-document.js';

const CREATE = join(ROOT, 'packages', 'create-plugin', 'bin', 'create-plugin.js');

/** Packages of other people that a plugin asks for, from where this repository has them. */
const OTHERS: Readonly<Record<string, string>> = {
  zod: 'packages/create-plugin',
  typescript: '.',
  vitest: '.',
  '@types/node': '.',
};

/** Programs that `npm install` would put on the path of scripts. */
const PROGRAMS: Readonly<Record<string, string>> = {
  tsc: '../typescript/bin/tsc',
  vitest: '../vitest/vitest.mjs',
  certctl: '../certctl/bin/certctl.js',
};

/**
 * Runs the commands of a document without installing anything: the packages are those of the workspace, as they were
 * built, and `npm create` is the program of this workspace. Every other command runs as it is written.
 *
 * @param env what the commands are given beside the environment of this process
 */
export function workspaceShell(env: Readonly<Record<string, string>> = {}): RunCommand {
  return async (command, folder) => {
    if (command === 'npm install') {
      linkPackages(folder);
      return { code: 0, output: '' };
    }
    // npm takes the `--` that stands before what is meant for the program; here nobody is between.
    const created = /^npm create @certctl\/plugin (.*)$/.exec(command)?.[1]?.replace(' -- ', ' ');
    const own = created === undefined ? command : `"${process.execPath}" "${CREATE}" ${created}`;
    return run(own, folder, env);
  };
}

function linkPackages(folder: string): void {
  const modules = join(folder, 'node_modules');
  const link = (name: string, target: string) => {
    const path = join(modules, name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  for (const { folder: at, manifest } of workspacePackages()) {
    if (manifest.private !== true) link(manifest.name, join(ROOT, at));
  }
  for (const [name, from] of Object.entries(OTHERS)) link(name, folderOf(name, from));
  for (const [name, target] of Object.entries(PROGRAMS)) link(join('.bin', name), target);
}

function folderOf(name: string, from: string): string {
  const [found] = (createRequire(join(ROOT, from, 'package.json')).resolve.paths(name) ?? [])
    .map((modules) => join(modules, name))
    .filter((path) => realOrNone(path) !== undefined);
  if (found === undefined) throw new Error(`${name} is not installed for ${from}`);
  return realpathSync(found);
}

function realOrNone(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // This folder of the search has it not; the next one may.
    return undefined;
  }
}

function run(
  command: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  // A runner of tests that is started by another one would report to that one otherwise.
  const { NODE_TEST_CONTEXT: _, VITEST: __, NODE_ENV: ___, ...own } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...own, NO_COLOR: '1', CI: '1', ...env },
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? 1, output: stripVTControlCharacters(Buffer.concat(chunks).toString('utf8')) }),
    );
  });
}
