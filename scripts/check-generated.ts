import { isEntryPoint } from './entry-point.js';
import { GENERATED_DOCUMENTS, type GeneratedDocument } from './generate-docs.js';
import { readTextIfPresent } from './repository.js';
import { report, type Violation } from './violation.js';

/** Documents that are not what the generators make of the sources now. */
export async function checkGenerated(
  documents: readonly GeneratedDocument[],
  read: (path: string) => string | undefined,
): Promise<Violation[]> {
  const found = await Promise.all(documents.map((document) => checkDocument(document, read(document.path))));
  return found.flat();
}

async function checkDocument(
  { path, render }: GeneratedDocument,
  present: string | undefined,
): Promise<Violation[]> {
  try {
    const wanted = await render(present ?? '');
    if (wanted === present) return [];
    if (present === undefined) return [{ file: path, rule: 'is missing; npm run generate writes it' }];
    return [
      { file: path, line: firstDifference(wanted, present), rule: 'is stale; npm run generate renews it' },
    ];
  } catch (error) {
    return [{ file: path, rule: error instanceof Error ? error.message : String(error) }];
  }
}

function firstDifference(wanted: string, found: string): number {
  const lines = found.split('\n');
  const index = wanted.split('\n').findIndex((line, position) => line !== lines[position]);
  return (index < 0 ? lines.length - 1 : index) + 1;
}

if (isEntryPoint(import.meta.url)) {
  const violations = await checkGenerated(GENERATED_DOCUMENTS, readTextIfPresent);
  report('check-generated', violations, `${GENERATED_DOCUMENTS.length} documents`);
}
