import { describe, expect, it } from 'vitest';
import { memoryStoreSubject } from '../environments/memory/memory-store-subject.js';
import { type ConformanceCase, defineCase } from '../kernel/conformance-case.js';
import { expectEqual } from '../kernel/expect.js';
import { runConformance } from '../kernel/run-conformance.js';
import { buildReport } from './build-report.js';
import { type ConformanceReport, REPORT_FIELDS } from './conformance-report.js';
import { renderHtml } from './render-html.js';
import { renderJunit } from './render-junit.js';
import { renderMarkdown } from './render-markdown.js';

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

async function report(over: Partial<ConformanceReport['run']> = {}): Promise<ConformanceReport> {
  const { plugin, environment } = memoryStoreSubject();
  const run = await runConformance({ plugin, environment, cases });
  const seen = { ...run, unseen: [{ operation: 'memory:List', reason: 'nobody looks' }] };
  const sha256 = 'ab'.repeat(32);
  const about = { name: 'certctl-plugin-memory', version: '1.0.0', sha256 };
  const built = buildReport({
    plugin,
    environment,
    run: seen,
    cases,
    command: 'certctl conformance run .',
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
    expect([...new Set(fieldsIn(await report()))].toSorted()).toEqual(Object.keys(REPORT_FIELDS).toSorted());
  });

  it('tells verdict, what is not proven, and the calls seen against those declared', async () => {
    const built = await report();
    expect(built).toMatchObject({
      verdict: 'failed',
      counts: { passed: 1, failed: 1, errored: 1, skipped: 1, 'not-declared': 1 },
      rollback: 'kept-key',
      proof: 'leaf',
      environment: { tier: 'embedded' },
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

describe('the report in other forms', () => {
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

  it('is Markdown with the same verdict, the same gaps and the same failures', async () => {
    const text = renderMarkdown(await report());
    expect(text).toContain('# Failed: Memory, 1 of 4 cases, embedded tier, contract 1');
    expect(text).toContain('- `wire/waiting`: ');
    expect(text).toContain('| `GET /` | | **not declared** | 1 |');
    expect(text).toContain('- again: `certctl conformance run . --only deploy/bad`');
  });
});
