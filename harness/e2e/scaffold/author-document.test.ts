import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/repository.js';
import { type DocumentStep, documentSteps } from './document-steps.js';
import { runDocument } from './run-document.js';
import { workspaceShell } from './workspace-shell.js';

const MINUTE = 60_000;

let room: string;
beforeAll(() => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-author-')));
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

const WHOLE_RUN = /^(?:npm test$|npx certctl conformance run)/;

/** Runs of all cases take minutes, and are what `npm run author` is for: here what is there then is compiled. */
function compiledOnly(step: DocumentStep): DocumentStep {
  if (step.kind !== 'command' || !WHOLE_RUN.test(step.command)) return step;
  return { ...step, command: 'npm run build && npx tsc --noEmit', shows: [] };
}

it(
  'can be followed: each change finds its place, all of it compiles, and what is tried by itself ends as it says',
  async () => {
    const steps = documentSteps(readFileSync(join(ROOT, 'docs', 'author-a-plugin.md'), 'utf8'));
    expect(steps.length).toBeGreaterThan(30);
    await runDocument(steps.map(compiledOnly), room, workspaceShell());
  },
  10 * MINUTE,
);
