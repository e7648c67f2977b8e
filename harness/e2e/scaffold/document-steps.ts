/** One thing that a document has its reader do. */
export type DocumentStep =
  | {
      readonly kind: 'command';
      readonly line: number;
      readonly command: string;
      /** What it must end with: 0, unless a remark says `# ends with N`. */
      readonly code: number;
      /** Lines of the `text` block below it; each must be in its output, `…` standing for anything, `N of N` for a number twice. */
      readonly shows: readonly string[];
    }
  | { readonly kind: 'file'; readonly line: number; readonly path: string; readonly text: string }
  | {
      readonly kind: 'change';
      readonly line: number;
      readonly path: string;
      readonly hunks: readonly { readonly before: string; readonly after: string }[];
    };

interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the document on which its content begins. */
  readonly line: number;
}

/**
 * The steps of a document, in order, by the form of its fenced blocks:
 * - `sh`: a command on each line; a line that begins with `#` is a remark
 * - `text`: what the last command shows
 * - `diff`, with `--- path` first and `@@` before each place: a change of a file, found by its text
 * - any other language whose first line is a comment with a path: a file
 *
 * @throws an Error that names the line, for a block that is none of these
 */
export function documentSteps(markdown: string): readonly DocumentStep[] {
  const steps: DocumentStep[] = [];
  for (const block of blocksOf(markdown)) {
    if (block.language === 'sh') steps.push(...commandsOf(block));
    else if (block.language === 'text') showing(block, steps);
    else if (block.language === 'diff') steps.push(changeOf(block));
    else steps.push(fileOf(block));
  }
  return steps;
}

function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!line.startsWith('```')) open?.lines.push(line);
    else if (open === undefined) open = { language: line.slice(3).trim(), line: index + 2, lines: [] };
    else {
      blocks.push({ language: open.language, line: open.line, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`line ${open.line}: the block is not closed`);
  return blocks;
}

function commandsOf({ text, line }: Block): readonly DocumentStep[] {
  return text.split('\n').flatMap((written, index): DocumentStep[] => {
    const [command = '', remark = ''] = written.split(/\s+# /);
    if (command.trim() === '' || command.startsWith('#')) return [];
    const code = Number(/ends with (\d+)/.exec(remark)?.[1] ?? 0);
    return [{ kind: 'command', line: line + index, command: command.trim(), code, shows: [] }];
  });
}

function showing({ text, line }: Block, steps: DocumentStep[]): void {
  const last = steps.at(-1);
  if (last?.kind !== 'command') throw new Error(`line ${line}: no command shows this`);
  steps[steps.length - 1] = { ...last, shows: text.split('\n').filter((shown) => shown.trim() !== '') };
}

function changeOf({ text, line }: Block): DocumentStep {
  const [head = '', ...rest] = text.split('\n');
  const path = /^--- (\S+)$/.exec(head)?.[1];
  if (path === undefined) throw new Error(`line ${line}: a change names its file first, after ---`);
  const [, ...places] = rest.join('\n').split(/^@@.*\n/m);
  const side = (place: string, left: string) =>
    place
      .split('\n')
      .slice(0, -1)
      .filter((each) => !each.startsWith(left))
      .map((each) => `${each.slice(1)}\n`)
      .join('');
  const hunks = places.map((place) => {
    // The last one ends with the block's own end of line, and with one more.
    const whole = place.endsWith('\n') ? place : `${place}\n`;
    return { before: side(whole, '+'), after: side(whole, '-') };
  });
  if (hunks.length === 0) throw new Error(`line ${line}: a change has a place, after @@`);
  return { kind: 'change', line, path, hunks };
}

function fileOf({ language, text, line }: Block): DocumentStep {
  const path = /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1];
  if (path === undefined) throw new Error(`line ${line}: a block of ${language} names its file first`);
  return { kind: 'file', line, path, text: text.slice(text.indexOf('\n') + 1).replace(/^\n/, '') };
}
