import { oneLine } from './one-line.js';
import type { Screen } from './screen.js';

/** Breaks text at spaces. A word longer than the line stays whole, so that an ARN can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Wrapped text; the first line begins with `head`, the others are indented as far. */
export function hang(head: string, text: string, screen: Screen, paint = (line: string) => line): string {
  const [first = '', ...others] = wrap(text, screen.width - head.length).map(paint);
  return [head + first, ...others.map((line) => ' '.repeat(head.length) + line)].join('\n');
}

export function section(title: string, { palette }: Screen): string {
  return palette.bold(title);
}

/** Pairs of a name and a value in two columns. A value may have several lines; pairs without a value are left out. */
export function entries(
  pairs: readonly (readonly [name: string, value: string | undefined])[],
  screen: Screen,
): string {
  const known = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const column = Math.max(...known.map(([name]) => name.length)) + 4;
  return known
    .map(([name, value]) => {
      const indent = ' '.repeat(column);
      const lines = value.split('\n').map((line) => hang(indent, line, screen));
      return `  ${screen.palette.dim(name.padEnd(column - 2))}${lines.join('\n').slice(column)}`;
    })
    .join('\n');
}

/** Blocks with an empty line between them; absent ones are left out. */
export function page(blocks: readonly (string | undefined)[]): string {
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}
