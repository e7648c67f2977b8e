import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/repository.js';
import { runAction } from './run-action.js';

const ACTION = join(ROOT, '.github/actions/conformance/action.yml');
const EXAMPLE = join(ROOT, 'docs/examples/conformance.yml');
const SUITE = pathToFileURL(join(ROOT, 'harness/conformance/dist')).href;

/** The program of this repository; a project has it in node_modules. */
const command = `${process.execPath} ${join(ROOT, 'packages/cli/dist/main.js')}`;

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'certctl-action-')));
  const about = { name: 'a-plugin', version: '1.0.0', type: 'module', engines: { node: '>=20' } };
  const exports = { '.': { types: './index.d.ts', default: './index.js' } };
  write('plugin/package.json', JSON.stringify({ ...about, exports }));
  write('plugin/index.d.ts', 'export {};');
  write('plugin/index.js', `export { plugin as default } from '${pathToFileURL(project).href}/subject.mjs';`);
  write('environment.mjs', `export { environment as default } from './subject.mjs';`);
  subject('');
});
afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(join(project, name, '..'), { recursive: true });
  writeFileSync(join(project, name), text);
}

/** The reference store in memory, with a defect or none. */
function subject(defect: string): void {
  write(
    'subject.mjs',
    `import { memoryStoreSubject } from '${SUITE}/environments/index.js';
     const { plugin: whole, environment } = memoryStoreSubject();
     export const plugin = { ...whole, ${defect} };
     export { environment };`,
  );
}

const acting = (inputs: Readonly<Record<string, string>>) =>
  runAction(ACTION, { command, plugin: './plugin', environment: './environment.mjs', ...inputs }, project);

const problems = (file: string, read: typeof parseAction) => {
  const { context } = read({ name: file, content: readFileSync(file, 'utf8') }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
};

describe('the files', () => {
  it('are an action and a workflow by the schemas of GitHub', () => {
    expect(problems(ACTION, parseAction)).toEqual([]);
    expect(problems(EXAMPLE, parseWorkflow)).toEqual([]);
  });

  it('give the action no input that it does not have', () => {
    // The two were held to their schemas above.
    const { jobs } = parse(readFileSync(EXAMPLE, 'utf8')) as {
      jobs: Record<string, { steps: { uses?: string; with?: object }[] }>;
    };
    const { inputs } = parse(readFileSync(ACTION, 'utf8')) as { inputs: object };
    const [own] = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.includes('/.github/actions/conformance@'));
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(own?.with ?? { none: '' })));
  });

  it('put no input into a script', () => {
    const { runs } = parse(readFileSync(ACTION, 'utf8')) as { runs: { steps: { run?: string }[] } };
    expect(runs.steps.map(({ run = '' }) => run).join('\n')).not.toContain('${{');
  });
});

describe('the action', { timeout: 120_000 }, () => {
  it('shows and keeps the report, and succeeds with a part where a part was asked for and holds', () => {
    const { conclusion, outputs, summary, used, output } = acting({ only: 'chain config', report: 'out' });
    expect(output).toContain('::notice::conformance: partial, for nothing was asked but what the input only');
    expect([conclusion, outputs]).toEqual([
      'success',
      { 'exit-code': '3', verdict: 'partial', report: 'out' },
    ]);
    expect(summary).toContain('# Partial: Memory');
    expect(summary).toContain('./plugin');
    expect(readdirSync(join(project, 'out')).toSorted()).toEqual(
      ['badge.json', 'badge.svg', 'junit.xml', 'report.html', 'report.json', 'report.md'].toSorted(),
    );
    expect(used).toEqual([
      expect.objectContaining({
        uses: 'actions/upload-artifact@v4',
        with: expect.objectContaining({ name: 'conformance-report', path: './out' }),
      }),
    ]);
  });

  it('fails when of the part that was asked for something could not be shown, or nothing was', () => {
    write(
      'environment.mjs',
      `import { environment } from './subject.mjs';
       const cannot = [{ slug: 'chain/order-is-kept', reason: 'nobody looks' }];
       export default { ...environment, cannot };`,
    );
    const missing = acting({ only: 'chain config' });
    expect([missing.conclusion, missing.outputs.verdict]).toEqual(['failure', 'partial']);
    expect(missing.output).toContain('::error::conformance: partial, exit code 3');
    expect(acting({ only: 'chain/order-is-kept' }).conclusion).toBe('failure');
  });

  it('fails with a failure, and keeps the report of that', () => {
    subject("alias: 'Not Kebab'");
    const { conclusion, outputs, summary, used } = acting({ only: 'contract' });
    expect([conclusion, outputs.verdict, outputs['exit-code']]).toEqual(['failure', 'failed', '1']);
    expect(summary).toContain('### contract/manifest-says-what-it-is');
    expect(used).toHaveLength(1);
  });

  it('says that there was no run, and does not take an earlier report for one', () => {
    write('conformance-report/report.md', 'passed, long ago');
    write('conformance-report/report.json', '{"verdict":"passed"}');
    write('conformance-report/mine.txt', 'not of the suite');
    const { conclusion, outputs, summary } = acting({ plugin: './nothing' });
    expect([conclusion, outputs.verdict]).toEqual(['failure', '']);
    expect(outputs['exit-code']).not.toBe('0');
    expect(summary).toContain('did not come to a run');
    expect(readdirSync(join(project, 'conformance-report'))).toEqual(['mine.txt']);
  });

  it('takes inputs for words, whatever is in them', () => {
    const { outputs } = acting({ plugin: '$(touch made)', baseline: '; touch made' });
    expect(outputs['exit-code']).not.toBe('0');
    expect(readdirSync(project)).not.toContain('made');
  });
});

describe('the action with a plugin that passes', { timeout: 400_000 }, () => {
  it('succeeds, also where what fails is known, and says which of both', () => {
    subject("alias: 'Not Kebab'");
    const slugs = [
      'contract/manifest-says-what-it-is',
      // The package has no papers, and cannot depend on one that is not published.
      'packaging/brings-its-papers',
      'packaging/can-be-listed',
      'packaging/contract-range-is-open',
      'packaging/does-not-bring-the-engine',
    ];
    const known = slugs.map((slug) => ({ slug }));
    const about = { baselineVersion: 1, plugin: 'Memory', environment: 'memory', contract: 1 };
    write('baseline.json', JSON.stringify({ ...about, known }));
    const { conclusion, outputs, summary } = acting({ baseline: 'baseline.json' });
    expect([conclusion, outputs.verdict, outputs['exit-code']]).toEqual(['success', 'known-failures', '0']);
    expect(summary).toContain('# Known failures: Memory');
  });
});
