import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Choices, defaultsFor } from './choices.js';
import { createPlugin } from './create-plugin.js';
import { VERSION } from './version.js';

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'certctl-create-'));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const choices: Choices = { ...defaultsFor('nimbus'), kind: 'store' };

/** What a refusal says, by code and message. */
function refusalOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return error instanceof Error ? `${String(Reflect.get(error, 'code'))}: ${error.message}` : 'no error';
  }
  return 'nothing';
}

describe('createPlugin', () => {
  it('makes the folder, its parents too, and says what is in it', () => {
    const at = join(room, 'deep', 'nimbus');
    const files = createPlugin(at, choices);
    expect(files).toContain('src/conformance/double.ts');
    expect(files.every((path) => existsSync(join(at, path)))).toBe(true);
    expect(readdirSync(join(room, 'deep'))).toEqual(['nimbus']);
    mkdirSync(join(room, 'usual'));
    expect(statSync(at).mode).toBe(statSync(join(room, 'usual')).mode);
  });

  it('takes an empty folder', () => {
    mkdirSync(join(room, 'nimbus'));
    createPlugin(join(room, 'nimbus'), choices);
    expect(existsSync(join(room, 'nimbus', '.gitignore'))).toBe(true);
  });

  it('asks for the packages of its own release, and for those that it was tried with', () => {
    createPlugin(join(room, 'nimbus'), choices);
    const manifest = JSON.parse(readFileSync(join(room, 'nimbus', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'certctl-plugin-nimbus', license: 'Apache-2.0' });
    expect(manifest.dependencies['@certctl/plugin-api']).toBe(`^${VERSION}`);
    expect(manifest.peerDependencies['@certctl/conformance']).toBe(`^${VERSION}`);
    expect(manifest.devDependencies['@certctl/conformance']).toBe(`^${VERSION}`);
    expect(manifest.peerDependencies).toEqual({ '@certctl/conformance': `^${VERSION}` });
    const root = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8'),
    );
    for (const name of ['typescript', 'vitest', '@types/node'])
      expect(manifest.devDependencies[name]).toBe(root.devDependencies[name]);
    const own = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
    expect(manifest.dependencies.zod).toBe(`^${own.devDependencies.zod}`);
  });

  it.each([
    ['MIT', 'Copyright (c)'],
    ['Apache-2.0', 'Apache License'],
    ['UNLICENSED', undefined],
  ] as const)('licenses it under %s', (license, said) => {
    const at = join(room, 'nimbus');
    createPlugin(at, { ...choices, license, author: 'Jane Doe' });
    expect(existsSync(join(at, 'LICENSE'))).toBe(said !== undefined);
    if (said !== undefined) expect(readFileSync(join(at, 'LICENSE'), 'utf8')).toContain(said);
    if (license === 'MIT')
      expect(readFileSync(join(at, 'LICENSE'), 'utf8')).toMatch(/Copyright \(c\) \d{4} Jane Doe\n/);
    const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ license });
  });

  it('refuses a folder with something in it, and leaves that alone', () => {
    const at = join(room, 'nimbus');
    mkdirSync(at);
    writeFileSync(join(at, 'mine.txt'), 'mine');
    expect(refusalOf(() => createPlugin(at, choices))).toBe(
      `usage: ${at} is not empty; nothing was written.`,
    );
    expect(readdirSync(at)).toEqual(['mine.txt']);
    expect(readdirSync(room)).toEqual(['nimbus']);
  });

  it('refuses a file in the place of the folder', () => {
    writeFileSync(join(room, 'nimbus'), '');
    expect(refusalOf(() => createPlugin(join(room, 'nimbus'), choices))).toContain('is a file');
  });

  it.each([
    ['type', 'nimbus', '--type'],
    ['alias', 'Nimbus', '--alias'],
    ['packageName', 'Not A Name', '--name'],
    ['service', "Nimbus's", '--service'],
    ['license', 'GPL', '--license'],
    ['kind', 'shop', '--kind'],
    ['author', 'a "b"', '--author'],
  ] as const)('refuses a bad %s, names the flag, and writes nothing', (name, value, flag) => {
    const wrong = Object.assign({}, choices, { [name]: value });
    expect(refusalOf(() => createPlugin(join(room, 'nimbus'), wrong))).toContain(
      `usage: "${value}" is not good for ${flag}: it must be`,
    );
    expect(readdirSync(room)).toEqual([]);
  });

  it('leaves nothing behind when the folder cannot be given its name', () => {
    // A folder that appears between the look and the end is the only thing that can be in the way then.
    const at = join(room, 'nimbus');
    const files = new Proxy(choices, {
      get: (target, name) => {
        if (name === 'author' && !existsSync(at)) {
          mkdirSync(at);
          writeFileSync(join(at, 'mine.txt'), 'mine');
        }
        return Reflect.get(target, name);
      },
    });
    expect(() => createPlugin(at, files)).toThrow();
    expect(readdirSync(room)).toEqual(['nimbus']);
    expect(readdirSync(at)).toEqual(['mine.txt']);
  });
});
