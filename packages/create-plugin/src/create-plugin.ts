import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CertctlError } from '@certctl/plugin-api';
import { type Choices, checkChoices } from './choices.js';
import { templateFiles } from './template-files.js';

/**
 * Makes a plugin. The folder is there whole, or not at all: its files are written beside it, and it is given its
 * name when all of them are there.
 *
 * @param folder where to make it; it must not be there, or be empty
 * @returns paths of the files, from the folder
 * @throws CertctlError `usage` when an answer is not good, or something is in the way
 */
export function createPlugin(folder: string, choices: Choices): readonly string[] {
  checkChoices(choices);
  const target = resolve(folder);
  assertFree(target);
  const files = templateFiles(choices, new Date().getFullYear());
  const parent = dirname(target);
  const made = mkdirSync(parent, { recursive: true });
  // With the modes that the person's own settings give, unlike a temporary folder.
  const beside = join(parent, `.${basename(target)}-${randomUUID()}`);
  try {
    mkdirSync(beside);
    for (const [path, text] of files) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      writeFileSync(join(beside, path), text);
    }
    // An empty folder is not renamed over everywhere.
    if (existsSync(target)) rmdirSync(target);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  }
  return [...files.keys()].sort();
}

/** @throws CertctlError `usage` */
export function assertFree(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw inTheWay(`${folder} is a file`);
  if (readdirSync(folder).length > 0) throw inTheWay(`${folder} is not empty`);
}

function inTheWay(what: string): CertctlError {
  return new CertctlError('usage', `${what}; nothing was written.`, {
    remedy: 'Name a folder that does not exist, or is empty.',
  });
}
