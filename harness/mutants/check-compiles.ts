import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../../scripts/repository.js';
import { runCommand } from '../../scripts/run-command.js';
import { applyMutant } from './apply-mutant.js';
import type { Mutant } from './mutant.js';
import { packageOf } from './package-of.js';

/**
 * What the compiler says of each mutant, by name; nothing of those that compile. A name that does not
 * exist would be found at run time only, and a test that trips over it would look as if it had killed.
 *
 * All of a package are compiled at once, outside of the tree: each as a sibling of the source that it changes.
 */
export async function checkCompiles(mutants: readonly Mutant[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const folder of new Set(mutants.map(({ file }) => packageOf(file)))) {
    const own = mutants.filter(({ file }) => packageOf(file) === folder);
    for (const [name, complaint] of await checkPackage(folder, own)) found.set(name, complaint);
  }
  return found;
}

async function checkPackage(folder: string, mutants: readonly Mutant[]): Promise<Map<string, string>> {
  const scratch = mkdtempSync(join(tmpdir(), 'certctl-mutants-'));
  try {
    const copy = join(scratch, folder);
    mkdirSync(copy, { recursive: true });
    cpSync(join(ROOT, folder, 'src'), join(copy, 'src'), { recursive: true });
    cpSync(join(ROOT, folder, 'package.json'), join(copy, 'package.json'));
    symlinkSync(join(ROOT, folder, 'node_modules'), join(copy, 'node_modules'), 'junction');
    symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'), 'junction');
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(configuration()));
    for (const mutant of mutants) {
      const source = readFileSync(join(ROOT, mutant.file), 'utf8');
      writeFileSync(join(scratch, siblingOf(mutant)), applyMutant(mutant, source));
    }
    const { output } = await runCommand('tsc', ['-p', copy, '--pretty', 'false']);
    return complaints(folder, mutants, output);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function siblingOf({ file, name }: Mutant): string {
  if (!file.startsWith(`${packageOf(file)}/src/`)) throw new Error(`${file} is not a source of a package`);
  return join(dirname(file), `${basename(file, '.ts')}.mutant-${name}.ts`);
}

function configuration(): unknown {
  const source = (name: string, file = 'index.ts') => [join(ROOT, 'packages', name, 'src', file)];
  return {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: true,
      composite: false,
      declaration: false,
      declarationMap: false,
      experimentalDecorators: true,
      paths: {
        '@certctl/plugin-api': source('plugin-api'),
        '@certctl/certificate': source('certificate'),
        '@certctl/certificate/pkcs12': source('certificate', 'pkcs12/index.ts'),
        '@certctl/plugin-http': source('plugin-http'),
      },
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts', 'src/**/*.fixture.ts', 'src/testing'],
  };
}

function complaints(folder: string, mutants: readonly Mutant[], output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of output.split('\n').filter((text) => /error TS\d+/.test(text))) {
    const guilty = mutants.find(({ name }) => line.includes(`.mutant-${name}.ts`));
    if (!guilty) throw new Error(`${folder} does not compile: ${line}`);
    if (!found.has(guilty.name)) found.set(guilty.name, line.replace(/^.*?error /, ''));
  }
  return found;
}
