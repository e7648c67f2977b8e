/** A cell of a table: bars and line ends would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A source that is an address becomes a link to it. */
export function sourceLink(source: string): string {
  return /^https?:\/\/\S+$/.test(source) ? `<${source}>` : source;
}

/** What stands at the head of a document that nobody edits. */
export function generatedNotice(from: string): string {
  return `<!-- Generated from ${from} by npm run generate. Edits here are lost. -->`;
}

/**
 * A document with one of its parts renewed: what stands between `<!-- generated:NAME -->` and
 * `<!-- /generated:NAME -->`.
 * @throws Error when the text has no such place
 */
export function replacePart(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`the document lacks ${open} … ${close}`);
  return `${text.slice(0, from)}${open}\n${content}\n${text.slice(to)}`;
}
