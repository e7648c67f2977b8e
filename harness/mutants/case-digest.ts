import { createHash } from 'node:crypto';
import { parseSync } from 'oxc-parser';

/** What a case says of itself, and not what it asks: written anew it finds the same mutants. */
const WORDS: ReadonlySet<string> = new Set(['level', 'title', 'why', 'source', 'remedy']);

/**
 * What a conformance case asks, as a digest of its source: without its comments, its layout, and what it says in
 * words. It changes when the case may find other mutants than before.
 *
 * @param text TypeScript, with one `defineCase`
 * @throws Error when there is none
 */
export function caseDigest(text: string): string {
  const { program, comments } = parseSync('case.ts', text);
  const exported = program.body.find((each) => each.type === 'ExportDefaultDeclaration');
  const call = exported?.type === 'ExportDefaultDeclaration' ? exported.declaration : undefined;
  const definition = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
  if (definition?.type !== 'ObjectExpression') throw new Error('the file exports no defineCase({ … })');
  const words = definition.properties.filter(
    (each) => each.type === 'Property' && each.key.type === 'Identifier' && WORDS.has(each.key.name),
  );
  const code = without(text, [...words, ...comments]);
  // However it is laid out: without spaces, and without the comma after the last of several.
  return digest(code.replace(/\s+/g, '').replace(/,(?=[)\]}])/g, ''));
}

/** The first 12 characters of a SHA-256: enough to tell one version of a text from another. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function without(text: string, parts: readonly { readonly start: number; readonly end: number }[]): string {
  return parts
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
}
