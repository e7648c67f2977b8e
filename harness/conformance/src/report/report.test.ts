import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_CASES } from '../cases/all-cases.js';
import { defineEnvironment } from '../environment/define-environment.js';
import { folder } from '../environments/folder/folder-environment.js';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import type { Baseline } from '../kernel/baseline.js';
import { type ConformanceCase, defineCase } from '../kernel/conformance-case.js';
import { expectEqual } from '../kernel/expect.js';
import { runConformance } from '../kernel/run-conformance.js';
import { buildReport } from './build-report.js';
import { type ConformanceReport, REPORT_FIELDS } from './conformance-report.js';
import { headline } from './headline.js';
import { readReport } from './read-report.js';
import { badgeText, renderBadgeEndpoint, renderBadgeSvg } from './render-badge.js';
import { renderHtml } from './render-html.js';
import { renderJunit } from './render-junit.js';
import { renderMarkdown } from './render-markdown.js';
import { sealed } from './report-digest.js';
import { writeReport } from './write-report.js';

const saying = (slug: string, run: ConformanceCase['run'], over: Partial<ConformanceCase> = {}) =>
  defineCase({
    ...{ slug, level: 'core', kind: 'store', requires: [] },
    ...{ title: 'a title', why: 'a reason', source: 'a source', remedy: 'a remedy' },
    run,
    ...over,
  });

const cases = [
  saying('deploy/good', async (world) => {
    await world.deployed();
  }),
  saying('deploy/bad', async (world) => {
    await world.deployed();
    expectEqual('<b>the answer</b>', '"41" & less', '42');
  }),
  saying('deploy/broken', async () => {
    throw new TypeError('no function');
  }),
  saying('deploy/versions', async () => {}, { requires: [{ capability: 'rotation', is: ['versioned'] }] }),
  saying('wire/waiting', async (world) => void world.need('waiting')),
];

/** One that mutants have shown to fail, and one that tests have. */
const ofTheSuite = ALL_CASES.filter(({ slug }) =>
  ['config/gives-json-schema', 'packaging/has-types'].includes(slug),
);

const { plugin, environment } = memoryStoreSubject();

const AT_A_URL = {
  ...{ name: 'acme-endpoint', title: 'Acme Cloud', serves: ['AcmeCloud'] },
  tier: 'endpoint',
  start: () => Promise.reject(new Error('nobody starts it')),
} as const;

/** A failure that is known, one that is not any more, and one that nobody could see. */
const baseline: Baseline = {
  ...{ baselineVersion: 1, plugin: plugin.type, environment: environment.name, contract: 1 },
  known: [
    { slug: 'deploy/bad', reason: 'ours to <mend>' },
    { slug: 'deploy/good' },
    { slug: 'wire/waiting' },
  ],
};

async function report(
  over: Partial<ConformanceReport['run']> = {},
  more: {
    readonly baseline?: Baseline;
    readonly cases?: readonly ConformanceCase[];
    readonly only?: readonly string[];
  } = {},
): Promise<ConformanceReport> {
  const run = await runConformance({ plugin, environment, cases, ...more });
  const seen = { ...run, unseen: [{ operation: 'memory:List', reason: 'nobody looks' }] };
  const sha256 = 'ab'.repeat(32);
  const about = { name: 'certctl-plugin-memory', version: '1.0.0', sha256 };
  const built = buildReport({
    plugin,
    environment,
    run: seen,
    cases: more.cases ?? cases,
    command: 'certctl conformance run .',
    ...(more.only ? { only: more.only } : {}),
    package: about,
  });
  return { ...built, calls: { ...built.calls, undeclared: { 'GET /': 1 } }, run: { ...built.run, ...over } };
}

/** Every field of a document, as `REPORT_FIELDS` names it. */
function fieldsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsIn(each, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const open = `${path}.*`;
    return open in REPORT_FIELDS ? [open] : fieldsIn(inner, at);
  });
}

describe('the report', () => {
  it('has no field that is not documented, and documents none that it does not have', async () => {
    const runs = [await report(), await report({}, { baseline }), await report({}, { cases: ofTheSuite })];
    const fields = runs.flatMap((each) => fieldsIn(each));
    expect([...new Set(fields)].toSorted()).toEqual(Object.keys(REPORT_FIELDS).toSorted());
  });

  it('tells verdict, what is not proven, and the calls seen against those declared', async () => {
    const built = await report();
    expect(built).toMatchObject({
      verdict: 'failed',
      counts: { passed: 1, failed: 1, errored: 1, skipped: 1, 'not-declared': 1 },
      rollback: 'kept-key',
      proof: 'leaf',
      environment: { tier: 'embedded', service: 'double' },
      run: { chance: expect.stringContaining('keys and serials are random') },
    });
    expect(built.notProven.map(({ slug }) => slug)).toContain('wire/waiting');
    expect(built.calls.declared).toContainEqual({
      operation: 'memory:Import',
      effect: 'write',
      need: 'required',
      count: 2,
    });
    expect(built.calls.declared).toContainEqual(
      expect.objectContaining({ operation: 'memory:Delete', count: 0 }),
    );
  });

  it('tells what is declared and was sent by no case, unless cases were left out that may send it', async () => {
    const gap = 'memory:Delete is declared, and no case had the plugin send it here.';
    const reasons = (await report()).notProven.map(({ reason }) => reason);
    expect(reasons).toContain(gap);
    expect(reasons.filter((reason) => reason.includes('memory:Import'))).toEqual([]);
    // The environment has said of it why nobody can see it.
    expect(reasons.filter((reason) => reason.includes('memory:List is declared'))).toEqual([]);
    const part = await runConformance({ plugin, environment, cases, only: ['deploy/good'] });
    const { notProven } = buildReport({ plugin, environment, run: part, cases, command: '' });
    expect(notProven.map(({ reason }) => reason)).not.toContain(gap);
  });

  it('says of a failure that is held to in every case what is to be done about that', async () => {
    const strange = { operations: [], write: false, moves: [] };
    const exchange = { atMs: 1, operation: 'not declared', request: 'GET /', answer: '200' };
    const odd = defineEnvironment({
      ...environment,
      start: async (options) => ({
        ...(await environment.start(options)),
        wire: () => [{ ...strange, exchange }],
      }),
    });
    const run = await runConformance({ plugin, environment: odd, cases, only: ['deploy/good'] });
    const [failed] = buildReport({ plugin, environment: odd, run, cases, command: 'again' }).cases;
    expect(failed?.failure).toMatchObject({
      message: 'requests that no declared operation covers',
      observed: 'not declared: GET /',
      source: 'the contract: Permission',
      remedy: expect.stringContaining('or do not send it'),
      exchange: [exchange],
      command: 'again --only deploy/good',
    });
    expect(failed?.failure).not.toHaveProperty('rule');
  });

  it('says of a failure what was expected, what was seen, what was sent, and how to run it again', async () => {
    const failed = (await report()).cases.find(({ slug }) => slug === 'deploy/bad');
    expect(failed?.failure).toMatchObject({
      expected: '42',
      observed: '"41" & less',
      why: 'a reason',
      remedy: 'a remedy',
      command: 'certctl conformance run . --only deploy/bad',
    });
    expect(failed?.failure?.exchange.map(({ operation }) => operation)).toContain('memory:Import');
  });
});

it('names the selection in the command of a run, and in that of a failure its case alone', async () => {
  const built = await report({}, { only: ['deploy/bad', 'wire'] });
  expect(built.run.command).toBe('certctl conformance run . --only deploy/bad --only wire');
  const failed = built.cases.find(({ slug }) => slug === 'deploy/bad');
  expect(failed?.failure?.command).toBe('certctl conformance run . --only deploy/bad');
});

describe('the report of cases of the suite', () => {
  it('tells how many broken plugins each finds, and which are shown to fail by tests', async () => {
    const built = await report({}, { cases: ofTheSuite });
    const mutantsOf = (slug: string) => built.cases.find((each) => each.slug === slug)?.mutants;
    const byMutants = mutantsOf('config/gives-json-schema');
    expect(built.suite.mutants).toBeGreaterThan(100);
    expect(byMutants).toBeGreaterThan(0);
    expect(mutantsOf('packaging/has-types')).toBe(0);
    const words = `this version of the suite was tried on ${built.suite.mutants} broken plugins and found each; 1 of 2 cases here found one or more, and of the others, which are about the package, tests show`;
    expect(renderHtml(built)).toContain(words);
    expect(renderHtml(built)).toContain(`, finds ${byMutants}<`);
    expect(renderMarkdown(built)).toContain(words);
  });

  it('says nothing of the kind of cases that are somebody else’s', async () => {
    expect((await report()).cases.every(({ mutants }) => mutants === undefined)).toBe(true);
  });
});

describe('the report of a run with a baseline', () => {
  it('tells what is known, what is stale, and what was not seen', async () => {
    const built = await report({}, { baseline });
    expect(built.verdict).toBe('failed');
    expect(built.baseline).toEqual([
      { slug: 'deploy/bad', state: 'known', reason: 'ours to <mend>' },
      { slug: 'deploy/good', state: 'stale' },
      { slug: 'wire/waiting', state: 'not-seen' },
    ]);
    expect(headline(built)).toBe(
      'Failed: Memory, 1 of 4 cases, 1 known failure, 1 stale in the baseline, embedded tier, contract 1',
    );
  });

  it('has a word of its own for each in every form, and calls neither passed', async () => {
    const built = await report({}, { baseline });
    const [html, text, xml] = [renderHtml(built), renderMarkdown(built), renderJunit(built)];
    expect(html).toContain('<span class="mark">failed, known</span>');
    expect(html).toContain('<span class="mark">stale: passed</span>');
    expect(html).toContain('<h2>Failed, and known <span class="count">1</span></h2>');
    expect(html).toContain('ours to &lt;mend&gt;');
    expect(html.indexOf('In the baseline, and no longer failing')).toBeLessThan(html.indexOf('<h2>Failures'));
    expect(text).toContain('| `deploy/bad` | core | failed, known |');
    expect(text).toContain('- `deploy/good`');
    expect(xml).toContain('tests="4" failures="1" errors="1" skipped="2"');
    expect(xml).toContain('<skipped message="failed, known: &lt;b&gt;the answer&lt;/b&gt;"/>');
    expect(xml).toContain(
      '<failure message="the baseline says that it fails, and it is passed: remove it there"/>',
    );
  });
});

describe('the digest', () => {
  const sealedReport = async () => sealed(await report({}, { baseline }));
  const edited = (text: string, from: string, to: string) => text.replace(from, to);

  it('fits a report as it was written, in whatever order its fields stand', async () => {
    const built = await sealedReport();
    const turned = Object.fromEntries(Object.entries(built).toReversed());
    expect(readReport(JSON.stringify(turned, null, 4), 'report.json')).toEqual(built);
  });

  it('does not fit one that was edited, and nothing is read of it', async () => {
    const text = JSON.stringify(await sealedReport());
    for (const [from, to] of [
      ['"verdict":"failed"', '"verdict":"passed"'],
      ['"tier":"embedded"', '"tier":"endpoint"'],
      ['"state":"known"', '"state":"stale"'],
      ['"ours to <mend>"', '""'],
    ] as const) {
      expect(text).toContain(from);
      expect(() => readReport(edited(text, from, to), 'report.json')).toThrow('report.json was edited');
    }
    const { digest: _, ...without } = await sealedReport();
    expect(() => readReport(JSON.stringify(without), 'report.json')).toThrow('has no digest');
    expect(() => readReport('{"reportVersion":9}', 'report.json')).toThrow('no report of version 1');
    expect(() => readReport('[', 'report.json')).toThrow('it is not a JSON object');
  });

  it('is in what the suite writes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certctl-report-'));
    try {
      const built = await sealedReport();
      const [path = ''] = writeReport(built, folder);
      expect(readReport(readFileSync(path, 'utf8'), path)).toEqual(built);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a badge', () => {
  const said = async (over: Partial<ConformanceReport>) => badgeText({ ...(await report()), ...over });

  it('names the verdict, the tier and the contract', async () => {
    expect(await said({})).toBe('failed · embedded · contract 1');
    expect(await said({ verdict: 'passed' })).toBe('passed · embedded · contract 1');
  });

  it('says of a run with a baseline what fails, and never that it passed without a word', async () => {
    const known = [{ slug: 'a/b', state: 'known' as const }];
    expect(await said({ verdict: 'known-failures', baseline: known })).toBe(
      '1 known failure · embedded · contract 1',
    );
    expect(await said({ verdict: 'partial', baseline: [...known, ...known] })).toBe(
      'partial · 2 known failures · embedded · contract 1',
    );
    expect(await said({ verdict: 'passed', baseline: [] })).toBe(
      'passed · with a baseline · embedded · contract 1',
    );
  });

  it('is what shields.io takes, and a picture that asks nothing of anybody', async () => {
    const built = await report();
    expect(JSON.parse(renderBadgeEndpoint(built))).toEqual({
      ...{ schemaVersion: 1, label: 'certctl conformance', message: 'failed · embedded · contract 1' },
      ...{ color: 'b42318', isError: true },
    });
    const svg = renderBadgeSvg({ ...built, plugin: { ...built.plugin, title: 'A & <B>' } });
    expect(svg).toContain('A &amp; &lt;B&gt;');
    expect(svg).not.toMatch(/<script|href|url\(|<image|id="/);
  });
});

describe('the report in other forms', () => {
  it.each([
    [environment, 'a double; not proven on the real service'],
    [folder(), 'the real thing, and no double of it'],
    [defineEnvironment(AT_A_URL), 'what answers at the endpoint, and nothing else'],
  ])('says whether the plugin worked on a double, as its environment says: %#', async (where, words) => {
    const { name, title, tier, service } = where;
    const built = { ...(await report()), environment: { name, title, tier, service } };
    expect(renderHtml(built)).toContain(`<dd>${tier}<small>${words}</small></dd>`);
    expect(renderMarkdown(built)).toContain(`| tier | ${tier}: ${words} |`);
  });

  it('is JUnit in which every case that was asked counts once', async () => {
    const xml = renderJunit(await report());
    expect(xml).toContain('tests="4" failures="1" errors="1" skipped="1"');
    expect(xml.match(/<testcase /g)).toHaveLength(4);
    expect(xml).toContain('message="&lt;b&gt;the answer&lt;/b&gt;"');
    expect(xml).not.toContain('deploy/versions');
  });

  it('is one page of HTML that asks nothing of anybody, and runs nothing', async () => {
    const html = renderHtml(await report());
    expect(html).not.toMatch(/<script|<link|<img|src=|@import|url\(|https?:\/\//);
    expect(html).toContain('&lt;b&gt;the answer&lt;/b&gt;');
    expect(html).not.toContain('<b>the answer</b>');
    for (const { slug } of (await report()).cases)
      expect(html).toContain(`<code>${slug.split('/')[1]}</code>`);
  });

  it('tells by their number the cases that were left out for one reason, and does not bury what failed', async () => {
    const gaps = ['a/one', 'a/two', 'a/three', 'a/four'].map((slug) => ({
      slug,
      reason: 'it was not selected',
    }));
    const long = { ...(await report()), notProven: gaps };
    expect(renderHtml(long)).toContain('<summary>4 cases: it was not selected</summary><code>a/one</code>');
    expect(renderMarkdown(long)).toContain('- 4 cases: it was not selected');
    expect(renderMarkdown({ ...long, notProven: gaps.slice(1) })).toContain(
      '- `a/two`, `a/three`, `a/four`: it was',
    );
  });

  it('counts in its first lines what the table counts: requests that are not declared', async () => {
    const undeclared = { 'not declared': 3, 'GET /': 1 };
    const built = await report();
    const html = renderHtml({ ...built, calls: { ...built.calls, undeclared } });
    expect(html).toContain('and 4 requests that are not declared</small>');
    expect(html).toContain(
      'declared operations were seen at the service, and 4 requests that are not declared.',
    );
    expect(renderHtml(built)).toContain('and 1 request that is not declared');
    const clean = renderHtml({ ...built, calls: { ...built.calls, undeclared: {} } });
    expect(clean).toContain('and nothing else was sent');
  });

  it('is Markdown with the same verdict, the same gaps and the same failures', async () => {
    const text = renderMarkdown(await report());
    expect(text).toContain('# Failed: Memory, 1 of 4 cases, embedded tier, contract 1');
    expect(text).toContain('- `wire/waiting`: ');
    expect(text).toContain('| `GET /` | | **not declared** | 1 |');
    expect(text).toContain('- again: `certctl conformance run . --only deploy/bad`');
  });
});
