import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DocumentStep } from './document-steps.js';

export interface Ran {
  readonly code: number;
  /** Both streams, without colours. */
  readonly output: string;
}

/** Runs one command of a document as its reader would, in a folder. */
export type RunCommand = (command: string, folder: string) => Promise<Ran>;

/** Does what a document says, step by step, in a folder. @throws an Error that names the document's line */
export async function runDocument(
  steps: readonly DocumentStep[],
  folder: string,
  run: RunCommand,
): Promise<void> {
  let at = folder;
  for (const step of steps) {
    const moved = step.kind === 'command' && /^cd (\S+)$/.exec(step.command)?.[1];
    if (moved) at = resolve(at, moved);
    else if (step.kind === 'command') await command(step, at, run);
    else if (step.kind === 'file') write(join(at, step.path), step.text);
    else change(step, at);
  }
}

async function command(
  { command: text, code, shows, line }: Extract<DocumentStep, { kind: 'command' }>,
  at: string,
  run: RunCommand,
): Promise<void> {
  const ran = await run(text, at);
  const tail = ran.output.trim().split('\n').slice(-40).join('\n');
  if (ran.code !== code)
    throw new Error(`line ${line}: ${text} ended with ${ran.code}, and not with ${code}:\n${tail}`);
  const missing = shows.find((shown) => !matcherOf(shown).test(ran.output));
  if (missing !== undefined) throw new Error(`line ${line}: ${text} did not show "${missing}":\n${tail}`);
}

/** `…` stands for anything, and `N of N` for one number twice. */
function matcherOf(shown: string): RegExp {
  const literal = (part: string) =>
    part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\bN of N\b/, '\\b(\\d+) of \\1\\b');
  return new RegExp(shown.trim().split('…').map(literal).join('.*'));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function change({ path, hunks, line }: Extract<DocumentStep, { kind: 'change' }>, at: string): void {
  const file = join(at, path);
  let text = readFileSync(file, 'utf8');
  for (const { before, after } of hunks) {
    const found = text.split(before).length - 1;
    if (before === '' || found !== 1)
      throw new Error(`line ${line}: ${path} has ${found} times, and not once:\n${before}`);
    text = text.replace(before, () => after);
  }
  writeFileSync(file, text);
}
