import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { run } from './run.js';

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'certctl-create-'));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

/** The program, where nobody can be asked. */
async function ended(...argv: readonly string[]) {
  const said = { out: '', err: '' };
  const code = await run(argv, {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
    interactive: false,
  });
  return { code, ...said };
}

it('makes a plugin of flags, and says what to do next', async () => {
  const { code, out, err } = await ended(join(room, 'nimbus'), '--kind', 'store', '--yes');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('Made certctl-plugin-nimbus, a store for Nimbus');
  expect(out).toContain('npx certctl conformance run .');
});

it('takes each name from its flag, and the rest from them', async () => {
  const at = join(room, 'x');
  const flags = [
    '--alias',
    'blue-sky',
    '--service',
    'Blue Sky Inc.',
    '--type',
    'BSky',
    '--name',
    '@blue/plugin',
  ];
  expect((await ended(at, '-k', 'binding', ...flags, '--store-type', 'BSkyStore', '-y')).code).toBe(0);
  expect(JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')).name).toBe('@blue/plugin');
  const plugin = readFileSync(join(at, 'src', 'plugin.ts'), 'utf8');
  expect(plugin).toContain("type: 'BSky'");
  expect(plugin).toContain("alias: 'blue-sky'");
  expect(plugin).toContain("title: 'Blue Sky Inc.'");
  expect(plugin).toContain("stores: ['BSkyStore']");
});

it.each([
  [['--colour', 'red'], "unknown option '--colour'"],
  [['a', 'b', '--yes'], '"b" is one folder too many'],
  [['--kind'], "option '-k, --kind <value>' argument missing"],
  [['--yes'], 'which folder?'],
  [['x'], 'nobody is there to be asked'],
  [['x', '--yes'], 'what kind of plugin?'],
  [['x', '--kind', 'shop', '--yes'], '"shop" is not good for --kind: it must be store or binding'],
  [['x', '--kind', 'store', '--type', 'lower', '--yes'], '"lower" is not good for --type'],
  [['123', '--kind', 'store', '--yes'], 'is not good for'],
])('ends with 64 for %j, in one line with what to do', async (argv, message) => {
  const before = process.cwd();
  process.chdir(room);
  try {
    const { code, out, err } = await ended(...argv);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toContain('create-plugin: usage: ');
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(room)).toEqual([]);
  } finally {
    process.chdir(before);
  }
});

it('refuses a folder that is not empty before it asks anything', async () => {
  writeFileSync(join(room, 'mine.txt'), '');
  const { code, err } = await ended(room, '--kind', 'store', '--yes');
  expect(code).toBe(64);
  expect(err).toContain('is not empty; nothing was written. Name a folder that does not exist, or is empty.');
});

it('ends with 1, and leaves nothing behind, when it cannot write', async () => {
  writeFileSync(join(room, 'file'), '');
  const { code, err } = await ended(join(room, 'file', 'nimbus'), '--kind', 'store', '--yes');
  expect(code).toBe(1);
  expect(err).toContain('create-plugin: internal: the plugin was not made: Error: EEXIST');
  expect(readdirSync(room)).toEqual(['file']);
});

it('tells its flags, and its version', async () => {
  expect((await ended('--help')).out).toContain('--store-type');
  expect((await ended('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
