import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parse } from 'yaml';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

interface CompositeAction {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** What became of an action. */
export interface ActionRun {
  readonly conclusion: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown of the summary page of the job. */
  readonly summary: string;
  /** Actions that it calls, with what they are given. They are not run. */
  readonly used: readonly { readonly uses: string; readonly with: Readonly<Record<string, string>> }[];
  readonly output: string;
}

/**
 * Runs a composite action as the runner of GitHub does: expressions by GitHub's own library, each step in the bash
 * that it documents, outputs and summary by files.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
export function runAction(path: string, given: Readonly<Record<string, string>>, cwd: string): ActionRun {
  // The file is held to the schema of actions by a test of its own.
  const action = parse(readFileSync(path, 'utf8')) as CompositeAction;
  const strange = Object.keys(given).find((name) => !(name in action.inputs));
  if (strange !== undefined) throw new Error(`the action has no input ${strange}`);
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: otherwise = '' }]) => [
      name,
      given[name] ?? otherwise,
    ]),
  );
  const room = mkdtempSync(join(tmpdir(), 'certctl-runner-'));
  const files = { GITHUB_OUTPUT: join(room, 'output'), GITHUB_STEP_SUMMARY: join(room, 'summary') };
  const steps: Record<string, Record<string, string>> = {};
  const used: { readonly uses: string; readonly with: Record<string, string> }[] = [];
  const said: string[] = [];
  let hasFailed = false;
  const value = (text: string) => evaluated(text, inputs, steps, hasFailed);
  const values = (texts: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, value(String(text))]));
  try {
    writeFileSync(files.GITHUB_STEP_SUMMARY, '');
    for (const step of action.runs.steps) {
      if (value(`\${{ ${step.if ?? 'success()'} }}`) !== 'true') continue;
      if (step.uses !== undefined) {
        used.push({ uses: step.uses, with: values(step.with) });
        continue;
      }
      if (step.shell !== 'bash') throw new Error('a step of a composite action names its shell');
      const script = join(room, 'step.sh');
      writeFileSync(script, value(step.run ?? ''));
      writeFileSync(files.GITHUB_OUTPUT, '');
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['--noprofile', '--norc', '-e', '-o', 'pipefail', script],
        {
          cwd: resolve(cwd, value(step['working-directory'] ?? '.')),
          env: { ...process.env, ...files, ...values(step.env) },
          encoding: 'utf8',
        },
      );
      said.push(stdout, stderr);
      if (status !== 0) hasFailed = true;
      if (step.id !== undefined) steps[step.id] = pairsOf(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
    }
    return {
      conclusion: hasFailed ? 'failure' : 'success',
      outputs: Object.fromEntries(
        Object.entries(action.outputs).map(([name, each]) => [name, value(each.value)]),
      ),
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      used,
      output: said.join(''),
    };
  } finally {
    rmSync(room, { recursive: true });
  }
}

function evaluated(
  text: string,
  inputs: Readonly<Record<string, string>>,
  steps: Readonly<Record<string, Readonly<Record<string, string>>>>,
  hasFailed: boolean,
): string {
  const contexts = new data.Dictionary(
    { key: 'inputs', value: dictionaryOf(inputs) },
    {
      key: 'steps',
      value: new data.Dictionary(
        ...Object.entries(steps).map(([key, outputs]) => ({
          key,
          value: new data.Dictionary({ key: 'outputs', value: dictionaryOf(outputs) }),
        })),
      ),
    },
  );
  const status = (name: string, holds: boolean) => ({
    ...{ name, minArgs: 0, maxArgs: 0 },
    call: () => new data.BooleanData(holds),
  });
  const functions = [status('always', true), status('success', !hasFailed), status('failure', hasFailed)];
  return text.replace(/\$\{\{(.+?)\}\}/gs, (_, expression: string) => {
    const { tokens } = new Lexer(expression.trim()).lex();
    const tree = new Parser(tokens, ['inputs', 'steps'], functions).parse();
    const known = new Map(functions.map((each) => [each.name, each]));
    return new Evaluator(tree, contexts, known).evaluate().coerceString();
  });
}

function dictionaryOf(values: Readonly<Record<string, string>>) {
  return new data.Dictionary(
    ...Object.entries(values).map(([key, text]) => ({ key, value: new data.StringData(text) })),
  );
}

function pairsOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
