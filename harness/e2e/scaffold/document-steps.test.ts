import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentSteps } from './document-steps.js';
import { type Ran, runDocument } from './run-document.js';

const fenced = (language: string, ...lines: readonly string[]) =>
  ['```'.concat(language), ...lines, '```', ''].join('\n');

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'certctl-document-'));
});
afterEach(() => rmSync(room, { recursive: true, force: true }));

const answers = (ran: Ran) => async () => ran;

describe('a document', () => {
  it('gives its commands in order, each with what it must end with and show', () => {
    const steps = documentSteps(
      `# Title\n\n${fenced('sh', '# a remark', 'npm test', 'npm run build   # ends with 2: it is missing')}${fenced('text', 'error … missing')}`,
    );
    expect(steps).toEqual([
      { kind: 'command', line: 5, command: 'npm test', code: 0, shows: [] },
      { kind: 'command', line: 6, command: 'npm run build', code: 2, shows: ['error … missing'] },
    ]);
  });

  it.each([
    [fenced('ts', 'const a = 1;'), 'line 2: a block of ts names its file first'],
    [fenced('text', 'shown'), 'line 2: no command shows this'],
    [fenced('diff', '-a', '+b'), 'line 2: a change names its file first, after ---'],
    [fenced('diff', '--- a.ts', '-a'), 'line 2: a change has a place, after @@'],
    ['```sh\nnpm test\n', 'line 2: the block is not closed'],
  ])('is refused with the line, when a block is not understood', (markdown, message) => {
    expect(() => documentSteps(markdown)).toThrow(message);
  });

  it('writes its files, and changes them where it says, in the folder that it is in', async () => {
    const steps = documentSteps(
      [
        fenced('sh', 'cd deep'),
        fenced('ts', '// a.ts', 'one', 'two', 'three', 'four'),
        fenced('diff', '--- a.ts', '@@', ' one', '-two', '+2', '+and more', '@@', '-four', '+4'),
      ].join('\n'),
    );
    await runDocument(steps, room, answers({ code: 0, output: '' }));
    expect(readFileSync(join(room, 'deep', 'a.ts'), 'utf8')).toBe('one\n2\nand more\nthree\n4\n');
  });

  it('fails with its line when a command ends otherwise than it says', async () => {
    const steps = documentSteps(fenced('sh', 'npm test   # ends with 1'));
    await expect(runDocument(steps, room, answers({ code: 0, output: 'all well' }))).rejects.toThrow(
      'line 2: npm test ended with 0, and not with 1:\nall well',
    );
  });

  it('fails when a command does not show what it says', async () => {
    const steps = documentSteps(fenced('sh', 'npm test') + fenced('text', 'passed: … of 3'));
    await runDocument(steps, room, answers({ code: 0, output: 'passed: 2 of 3' }));
    await expect(runDocument(steps, room, answers({ code: 0, output: 'passed: 2' }))).rejects.toThrow(
      'line 2: npm test did not show "passed: … of 3"',
    );
  });

  it('tells all of them from a part of them', async () => {
    const steps = documentSteps(fenced('sh', 'npm test') + fenced('text', 'passed, N of N cases'));
    await runDocument(steps, room, answers({ code: 0, output: 'passed, 29 of 29 cases' }));
    for (const output of ['passed, 28 of 29 cases', 'passed, 2 of 29 cases', 'passed, 9 of 299 cases'])
      await expect(runDocument(steps, room, answers({ code: 0, output }))).rejects.toThrow('did not show');
  });

  it('fails when what it changes is not there, or there twice', async () => {
    const steps = documentSteps(fenced('diff', '--- a.ts', '@@', '-x', '+y'));
    writeFileSync(join(room, 'a.ts'), 'x\nx\n');
    await expect(runDocument(steps, room, answers({ code: 0, output: '' }))).rejects.toThrow(
      'line 2: a.ts has 2 times, and not once',
    );
  });
});
