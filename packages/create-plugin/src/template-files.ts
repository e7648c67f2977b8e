import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Choices } from './choices.js';
import { fillTemplate } from './fill-template.js';
import { VERSION } from './version.js';

const TEMPLATES = join(import.meta.dirname, '..', 'templates');

/** npm leaves a .gitignore out of packages, and tools take a package.json for one of a package that is there. */
const RENAMED: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  'manifest.json': 'package.json',
};

const LICENSE_TEXT: Readonly<Record<Choices['license'], string | undefined>> = {
  'Apache-2.0': 'apache-2.0.txt',
  MIT: 'mit.txt',
  UNLICENSED: undefined,
};

/** Every file of a plugin: path from its root, with slashes, and text. */
export function templateFiles(choices: Choices, year: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const part of ['shared', choices.kind]) {
    for (const path of filesBelow(join(TEMPLATES, part))) {
      const text = readFileSync(join(TEMPLATES, part, path), 'utf8');
      const name = fillTemplate(RENAMED[path] ?? path, choices);
      files.set(name, name === 'package.json' ? manifest(text, choices) : fillTemplate(text, choices));
    }
  }
  const license = LICENSE_TEXT[choices.license];
  if (license !== undefined) {
    const text = readFileSync(join(TEMPLATES, 'licenses', license), 'utf8');
    files.set('LICENSE', text.replace('<year>', String(year)).replace('<author>', choices.author));
  }
  return files;
}

function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/** The package.json, which asks for the packages that were released together with this one. */
function manifest(text: string, choices: Choices): string {
  const { kind, license } = choices;
  // The template's own file, whose form is known.
  const json = JSON.parse(fillTemplate(text, choices)) as Record<string, unknown>;
  json.license = license;
  json.description = `${choices.service} for the certctl deploy engine: a ${kind}`;
  for (const group of ['dependencies', 'peerDependencies', 'devDependencies']) {
    // As above.
    const ranges = json[group] as Record<string, string>;
    for (const name of Object.keys(ranges)) if (isOurs(name)) ranges[name] = `^${VERSION}`;
  }
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function isOurs(name: string): boolean {
  return name === 'certctl' || name.startsWith('@certctl/');
}
