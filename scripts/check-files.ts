import { isEntryPoint } from './entry-point.js';
import { isSource, readText, repositoryPaths, type TextFile } from './repository.js';
import { report, type Violation } from './violation.js';

const MOST_LINES = 400;
const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
/** Names that their readers look for in capitals. */
const BY_CONVENTION = /^(?:README|CONTRIBUTING|CHANGELOG|UPGRADING|LICENSE|SECURITY|Dockerfile)(?:\.md)?$/;
/** Places where things gather that have nothing in common. */
const DUMPING_GROUND = /^(?:utils?|helpers?|common|manager|types)$/;

/** File and folder names: kebab-case, and none that promises nothing. */
export function checkNames(paths: readonly string[]): Violation[] {
  return paths.flatMap((path) =>
    path.split('/').flatMap((part) => {
      if (DUMPING_GROUND.test(part.split('.')[0] ?? '')) {
        return [{ file: path, rule: `${part} says nothing about what is in it` }];
      }
      const name = part.startsWith('.') ? part.slice(1) : part;
      return KEBAB_CASE.test(name) || BY_CONVENTION.test(name)
        ? []
        : [{ file: path, rule: `${part} is not kebab-case` }];
    }),
  );
}

export function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

export function checkLengths(files: readonly TextFile[]): Violation[] {
  return files
    .map(({ path, text }) => ({ path, lines: countLines(text) }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => ({ file: path, rule: `has ${lines} lines; ${MOST_LINES} is the most` }));
}

export function medianLines(files: readonly TextFile[]): number {
  const lines = files.map(({ text }) => countLines(text)).sort((a, b) => a - b);
  return lines[Math.floor(lines.length / 2)] ?? 0;
}

/** Generated data and certificates are as long and as they are named as they need to be. */
function isOurs(path: string): boolean {
  return !path.startsWith('fixtures/') && !path.startsWith('.changeset/') && !path.includes('/generated/');
}

if (isEntryPoint(import.meta.url)) {
  const paths = repositoryPaths().filter(isOurs);
  const files = paths.filter(isSource).map(readText);
  report(
    'check-files',
    [...checkNames(paths), ...checkLengths(files)],
    `${files.length} sources, ${medianLines(files)} lines in the median`,
  );
}
