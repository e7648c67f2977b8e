import { isEntryPoint } from './entry-point.js';
import { generateDocuments } from './generate-docs.js';
import { readTextIfPresent, type TextFile } from './repository.js';
import { report, type Violation } from './violation.js';

/** Documents that are not what the generators make of the sources now. */
export function checkGenerated(
  wanted: readonly TextFile[],
  present: (path: string) => string | undefined,
): Violation[] {
  return wanted.flatMap(({ path, text }) => {
    const found = present(path);
    if (found === text) return [];
    if (found === undefined) return [{ file: path, rule: 'is missing; npm run generate writes it' }];
    return [{ file: path, line: firstDifference(text, found), rule: 'is stale; npm run generate renews it' }];
  });
}

function firstDifference(wanted: string, found: string): number {
  const lines = found.split('\n');
  const index = wanted.split('\n').findIndex((line, position) => line !== lines[position]);
  return (index < 0 ? lines.length - 1 : index) + 1;
}

if (isEntryPoint(import.meta.url)) {
  const wanted = await generateDocuments();
  report('check-generated', checkGenerated(wanted, readTextIfPresent), `${wanted.length} documents`);
}
