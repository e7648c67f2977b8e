import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGE = join(import.meta.dirname, '..', '..');
const ROOT = join(PACKAGE, '..', '..');

/** What the examples leave to their reader. */
const GIVEN = `
import type { ObservedPlace, Pems, Seed } from '@certctl/conformance';
declare const STATUS: Readonly<Record<string, number>>;
declare function startAcmeDouble(): Promise<{
  readonly url: string;
  everything(): Promise<readonly ObservedPlace[]>;
  put(seed: Seed): Promise<string>;
  replace(reference: string, pems: Pems, tags?: Readonly<Record<string, string>>): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}>;
`;

const IMPORTS = "import { defineEnvironment, startHttpStage } from '@certctl/conformance';\n";

/** What the compiler says of an example; nothing, when it takes it. */
function problemsOf(example: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'certctl-example-'));
  try {
    const options = {
      ...{ module: 'nodenext', target: 'es2023', strict: true, noEmit: true, skipLibCheck: true },
      ...{ types: ['node'], typeRoots: [join(ROOT, 'node_modules', '@types')] },
      paths: { '@certctl/conformance': [join(PACKAGE, 'dist', 'index.d.ts')] },
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['a.ts'] }),
    );
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'a.ts'), example + GIVEN);
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('what the README shows of an environment is taken by the compiler', () => {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, example = ''] = /```ts\n(import \{ defineEnvironment,[\s\S]*?)```/.exec(readme) ?? [];
  expect(example).toContain('startHttpStage(');
  expect(problemsOf(example)).toBe('');
}, 60_000);

it('so is the example of defineEnvironment itself, and a field that it has not is not', () => {
  const source = readFileSync(join(import.meta.dirname, 'define-environment.ts'), 'utf8');
  const [, comment = ''] = / \* @example\n([\s\S]*?) \*\//.exec(source) ?? [];
  const example = IMPORTS + comment.replaceAll(/^ \* ?/gm, '');
  expect(example).toContain('startHttpStage({');
  expect(problemsOf(example)).toBe('');
  expect(problemsOf(example.replace('upstream:', 'address:'))).toContain("'address' does not exist");
}, 60_000);
