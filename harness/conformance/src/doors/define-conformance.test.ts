import { describe, expect, it } from 'vitest';
import { defineEnvironment, type StartOptions } from '../environment/define-environment.js';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import type { Baseline } from '../kernel/baseline.js';
import { type ConformanceCase, defineCase, type Level } from '../kernel/conformance-case.js';
import { expectEqual } from '../kernel/expect.js';
import { runConformance } from '../kernel/run-conformance.js';
import { EXIT_CODE_OF_VERDICT } from '../kernel/verdict.js';
import { type DoorOptions, defineConformanceIn } from './define-conformance.js';

const { plugin, environment } = memoryStoreSubject();

const caseOf = (slug: string, level: Level, run: ConformanceCase['run']) =>
  defineCase({
    ...{ slug, level, kind: 'any', requires: [], run },
    ...{ title: 'a title', why: 'a reason', source: 'a source', remedy: 'a remedy' },
  });
const good = caseOf('a/good', 'core', async () => {});
const bad = (level: Level) =>
  caseOf('a/bad', level, async (world) => {
    await world.deployed();
    expectEqual('the answer', 41, 42);
  });
const unseen = (level: Level) => caseOf('b/unseen', level, async (world) => void world.need('waiting'));
const broken = (level: Level) =>
  caseOf('a/broken', level, async () => {
    throw new TypeError('no function');
  });

class Skipped {
  constructor(readonly reason: string) {}
}

/** Runs what is defined as a runner of tests does, and gives what became of each test. */
async function ranBy(options: Omit<DoorOptions, 'plugin' | 'environment'> & Partial<DoorOptions>) {
  const steps: (() => Promise<void>)[] = [];
  const ended: Record<string, string> = {};
  let last = async () => {};
  defineConformanceIn(
    {
      describe: (_, body) => body(),
      before: (body) => void steps.push(body),
      after: (body) => {
        last = body;
      },
      it: (title, body) =>
        void steps.push(async () => {
          try {
            await body({
              skip: (reason) => {
                throw new Skipped(reason);
              },
            });
            ended[title] = 'passed';
          } catch (caught) {
            ended[title] =
              caught instanceof Skipped
                ? `skipped: ${caught.reason}`
                : `failed: ${caught instanceof Error ? caught.message : String(caught)}`;
          }
        }),
    },
    { plugin, environment, announce: () => {}, ...options },
  );
  for (const step of steps) await step();
  await last();
  return ended;
}

const known = (slug: string): Baseline => ({
  ...{ baselineVersion: 1, plugin: plugin.type, environment: environment.name, contract: 1 },
  known: [{ slug }],
});

describe('a runner of tests', () => {
  it.each<[string, Omit<DoorOptions, 'plugin' | 'environment'>]>([
    ['all passed', { cases: [good] }],
    ['one that is provisional failed', { cases: [good, bad('provisional')] }],
    ['one that is provisional broke', { cases: [good, broken('provisional')] }],
    ['one that counts failed', { cases: [good, bad('capability')] }],
    ['one that counts broke', { cases: [good, broken('core')] }],
    ['a core one was skipped', { cases: [good, unseen('core')] }],
    ['another was skipped', { cases: [good, unseen('capability')] }],
    ['nothing was run', { cases: [] }],
    ['only what does not count passed', { cases: [caseOf('a/new', 'provisional', async () => {})] }],
    ['a failure is known', { cases: [good, bad('core')], baseline: known('a/bad') }],
    ['a failure is known no more', { cases: [good], baseline: known('a/good') }],
  ])('is red exactly where the command does not end with 0: %s', async (_, options) => {
    const { baseline, ...others } = options;
    if (typeof baseline === 'string') throw new Error('given as a value here');
    const { verdict } = await runConformance({
      ...{ plugin, environment, ...others },
      ...(baseline ? { baseline } : {}),
    });
    const ended = Object.values(await ranBy(options));
    expect([verdict, ended.some((each) => each.startsWith('failed'))]).toEqual([
      verdict,
      EXIT_CODE_OF_VERDICT[verdict] !== 0,
    ]);
  });

  it('leaves a provisional case that fails out, with that word', async () => {
    const ended = await ranBy({ cases: [good, bad('provisional')] });
    expect(ended).toEqual({
      'a/good': 'passed',
      'a/bad': 'skipped: failed, provisional: the answer',
      'the result is whole': 'passed',
    });
  });

  it('says in the last test which core case was left out, and why', async () => {
    const ended = await ranBy({ cases: [good, unseen('core')] });
    expect(ended['b/unseen']).toMatch(/^skipped: nothing waits for an answer here/);
    expect(ended['the result is whole']).toMatch(
      /^failed: the result is partial\n {2}not proven: b\/unseen: nothing waits for an answer/,
    );
  });

  it('is not red for what somebody selected, and for what is missing of that it is', async () => {
    const cases = [good, unseen('core')];
    expect((await ranBy({ cases, only: ['a'] }))['the result is whole']).toBe(
      'skipped: partial: nothing was asked but a',
    );
    expect((await ranBy({ cases, only: ['a', 'b'] }))['the result is whole']).toContain('b/unseen');
    expect((await ranBy({ cases: [good, bad('core')], only: ['a'] }))['the result is whole']).toBe(
      'failed: the result is failed\n  failed: a/bad',
    );
  });

  it('says of a failure what the case is about, and what the service was sent', async () => {
    const text = (await ranBy({ cases: [bad('core')] }))['a/bad'] ?? '';
    expect(text).toContain(
      'the answer: expected 42, observed 41\n  case:   a title\n  why:    a reason\n  rule:   a source\n  remedy: a remedy\n',
    );
    expect(text).toMatch(/\d+ ms memory:Import: /);
  });
});

describe('the environment of a runner of tests', () => {
  it('is told which cases will be run, and has what it says passed on', async () => {
    const started: StartOptions[] = [];
    const said: string[] = [];
    const telling = defineEnvironment({
      ...environment,
      start: (options) => {
        started.push(options);
        options.announce?.(`the run is ${options.runId}`);
        return environment.start(options);
      },
    });
    await ranBy({
      ...{ environment: telling, cases: [good, unseen('core')], only: ['a'] },
      announce: (line) => void said.push(line),
    });
    expect(started.map(({ cases = [] }) => cases.map(({ slug }) => slug))).toEqual([['a/good']]);
    expect(said).toEqual([`the run is ${started[0]?.runId}`]);
  });

  it('says by its patience how long a case may take, and is closed in the end', async () => {
    let closed = 0;
    const hurried = defineEnvironment({
      ...environment,
      start: async (options) => {
        const stage = await environment.start(options);
        const close = async () => {
          closed += 1;
          await stage.close();
        };
        return { ...stage, patience: 0.001, close };
      },
    });
    const hangs = caseOf('a/hangs', 'core', () => new Promise(() => {}));
    const ended = await ranBy({ environment: hurried, cases: [hangs] });
    expect(ended['a/hangs']).toContain('the case: expected an end within 60 ms, observed none');
    expect(closed).toBe(1);
  });

  it('lets the runner hear why it could not be started', async () => {
    const failing = defineEnvironment({ ...environment, start: () => Promise.reject(new Error('no room')) });
    await expect(ranBy({ environment: failing, cases: [good] })).rejects.toThrow('no room');
  });
});
