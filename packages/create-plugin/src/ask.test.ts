import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const TSX = createRequire(import.meta.url).resolve('tsx');
const MAIN = join(import.meta.dirname, 'main.ts');

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
/** Empties the line, as a person does who wants another answer than the one that is offered. */
const CTRL_U = '\u0015';

/** What gives a program a terminal: `script` of util-linux, which ends as the program does. */
const HAS_TERMINAL = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux');

let room: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'certctl-ask-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(room, { recursive: true, force: true });
});

/** The program in a terminal. */
function terminal(...argv: readonly string[]) {
  // A terminal of no width breaks the line after each character.
  const words = [process.execPath, '--import', TSX, MAIN, ...argv].map((word) => `'${word}'`).join(' ');
  const started = spawn('script', ['-qfec', `stty cols 120 rows 40; exec ${words}`, '/dev/null'], {
    cwd: room,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm' },
  });
  child = started;
  let shown = '';
  started.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString('utf8');
  });
  const ended = new Promise<number>((resolve) => started.on('close', (code) => resolve(code ?? -1)));
  return {
    /** Waits until this is on the screen, of what came since the last answer; then types. */
    async answer(question: string, keys: string): Promise<void> {
      const until = Date.now() + 15_000;
      while (!stripVTControlCharacters(shown).includes(question)) {
        if (Date.now() > until)
          throw new Error(`nobody asks "${question}" in: ${stripVTControlCharacters(shown)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      shown = '';
      started.stdin.write(keys);
    },
    /** @returns the exit code, and what was shown after the last answer */
    async end() {
      return { code: await ended, out: stripVTControlCharacters(shown) };
    },
  };
}

const manifest = (folder: string): unknown =>
  JSON.parse(readFileSync(join(room, folder, 'package.json'), 'utf8'));
const source = (folder: string, path: string) => readFileSync(join(room, folder, path), 'utf8');

describe.skipIf(!HAS_TERMINAL)('in a terminal', () => {
  it('asks for everything that was not given, and makes what was answered', async () => {
    const { answer, end } = terminal();
    await answer('Folder of the plugin', `${CTRL_U}nimbus${ENTER}`);
    await answer('What is it?', `${DOWN}${ENTER}`);
    await answer('The service, as people call it', `${CTRL_U}Nimbus Edge${ENTER}`);
    await answer('Type of its targets or bindings', `${CTRL_U}NimbusEdge${ENTER}`);
    await answer('Name of the package', ENTER);
    await answer('Type of the stores', `${CTRL_U}NimbusStore${ENTER}`);
    await answer('Licence', `${DOWN}${ENTER}`);
    await answer('Who holds the copyright', `${CTRL_U}Jane Doe${ENTER}`);
    const { code, out } = await end();
    expect(out).toContain('Made certctl-plugin-nimbus, a binding for Nimbus Edge');
    expect(code).toBe(0);
    expect(manifest('nimbus')).toMatchObject({ name: 'certctl-plugin-nimbus', license: 'MIT' });
    expect(source('nimbus', 'LICENSE')).toMatch(/Copyright \(c\) \d{4} Jane Doe\n/);
    expect(source('nimbus', 'src/plugin.ts')).toContain("type: 'NimbusEdge'");
    expect(source('nimbus', 'src/plugin.ts')).toContain("stores: ['NimbusStore']");
  }, 60_000);

  it('asks for what is left, and for no holder of a copyright where the licence names none', async () => {
    const { answer, end } = terminal(
      'nimbus',
      '--kind',
      'store',
      '--type',
      'Cumulus',
      '--name',
      '@sky/nimbus',
    );
    await answer('The service, as people call it', ENTER);
    await answer('Licence', ENTER);
    const { code, out } = await end();
    expect(out).toContain('Made @sky/nimbus, a store for Nimbus');
    expect(code).toBe(0);
    expect(source('nimbus', 'src/plugin.ts')).toContain("type: 'Cumulus'");
  }, 60_000);

  it('says what is wrong with an answer, and asks for it again', async () => {
    const { answer, end } = terminal(
      'nimbus',
      '--kind',
      'binding',
      '--service',
      'Nimbus',
      '--license',
      'UNLICENSED',
    );
    await answer('Type of its targets or bindings', `${CTRL_U}nimbus${ENTER}`);
    await answer('It must be letters and digits, a capital first', `${CTRL_U}Nimbus${ENTER}`);
    await answer('Name of the package', `${CTRL_U}No Name${ENTER}`);
    await answer('It must be a name that npm takes', `${CTRL_U}nimbus${ENTER}`);
    await answer('Type of the stores', `${CTRL_U}Nimbus${ENTER}`);
    await answer('It must be another one than that of the binding', `${CTRL_U}Store${ENTER}`);
    expect((await end()).code).toBe(0);
    expect(manifest('nimbus')).toMatchObject({ name: 'nimbus' });
  }, 60_000);

  it('asks for the name in lower case where the folder has none, and offers what follows from it', async () => {
    const { answer, end } = terminal('123', '--kind', 'store', '--license', 'MIT', '--author', 'Jane Doe');
    await answer('The service in lower case', `blue-sky${ENTER}`);
    await answer('Blue Sky', ENTER);
    await answer('BlueSky', ENTER);
    await answer('certctl-plugin-blue-sky', ENTER);
    expect((await end()).code).toBe(0);
    expect(source('123', 'LICENSE')).toContain('Jane Doe');
    expect(source('123', 'src/plugin.ts')).toContain("alias: 'blue-sky'");
  }, 60_000);

  it.each([
    ['the first question', [], []],
    ['a question with a choice', ['nimbus'], []],
    ['a later question', ['nimbus', '--kind', 'store'], [['The service, as people call it', ENTER]]],
  ] as const)(
    'writes nothing, and ends with 130, after Ctrl-C at %s',
    async (_, argv, before) => {
      const { answer, end } = terminal(...argv);
      for (const [question, keys] of before) await answer(question, keys);
      await answer(
        argv.length === 0 ? 'Folder of' : argv.length === 1 ? 'What is it?' : 'Type of its',
        CTRL_C,
      );
      const { code, out } = await end();
      expect(out).toContain('Nothing was written.');
      expect(code).toBe(130);
      expect(readdirSync(room)).toEqual([]);
    },
    60_000,
  );

  it('refuses a flag that is not good before it asks anything', async () => {
    const { code, out } = await terminal('nimbus', '--type', 'lower').end();
    expect(out).toContain('"lower" is not good for --type');
    expect(out).not.toContain('What is it?');
    expect(code).toBe(64);
  }, 60_000);
});
