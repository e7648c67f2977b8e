import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../../scripts/repository.js';
import { runCommand } from '../../scripts/run-command.js';
import { applyMutant } from './apply-mutant.js';
import type { Mutant } from './mutant.js';

const PACKAGE = 'packages/engine';
const SOURCES = `${PACKAGE}/src/`;

/**
 * What the compiler says of each mutant, by name; nothing of those that compile. A name that does not
 * exist would be found at run time only, and a test that trips over it would look as if it had killed.
 *
 * All are compiled at once, outside of the tree: each as a sibling of the source that it changes.
 */
export async function checkCompiles(mutants: readonly Mutant[]): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'certctl-mutants-'));
  try {
    const copy = join(folder, PACKAGE);
    mkdirSync(copy, { recursive: true });
    cpSync(join(ROOT, PACKAGE, 'src'), join(copy, 'src'), { recursive: true });
    cpSync(join(ROOT, PACKAGE, 'package.json'), join(copy, 'package.json'));
    symlinkSync(join(ROOT, PACKAGE, 'node_modules'), join(copy, 'node_modules'), 'junction');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(configuration()));
    for (const mutant of mutants) {
      const source = readFileSync(join(ROOT, mutant.file), 'utf8');
      writeFileSync(join(folder, siblingOf(mutant)), applyMutant(mutant, source));
    }
    const { output } = await runCommand('tsc', ['-p', copy, '--pretty', 'false']);
    return complaints(mutants, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function siblingOf(mutant: Mutant): string {
  if (!mutant.file.startsWith(SOURCES)) throw new Error(`${mutant.file} is not a source of ${PACKAGE}`);
  return join(dirname(mutant.file), `${basename(mutant.file, '.ts')}.mutant-${mutant.name}.ts`);
}

function configuration(): unknown {
  const source = (name: string) => [join(ROOT, 'packages', name, 'src', 'index.ts')];
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
      },
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts', 'src/testing'],
  };
}

function complaints(mutants: readonly Mutant[], output: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of output.split('\n').filter((text) => /error TS\d+/.test(text))) {
    const guilty = mutants.find(({ name }) => line.includes(`.mutant-${name}.ts`));
    if (!guilty) throw new Error(`the engine does not compile: ${line}`);
    if (!found.has(guilty.name)) found.set(guilty.name, line.replace(/^.*?error /, ''));
  }
  return found;
}
