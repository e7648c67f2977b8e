import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { escapeMarkup as e } from './escape-markup.js';
import { gapsOf, MOST_NAMED } from './gaps-of.js';
import { headline, VERDICT_WORDS } from './headline.js';
import { outcomeWords } from './outcome-words.js';
import { REPORT_STYLE } from './report-style.js';

/** One page without anything from elsewhere: it can be mailed, archived and printed. */
export function renderHtml(report: ConformanceReport): string {
  const { plugin, verdict } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(headline(report))}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header class="${verdict}">
<p class="verdict">${VERDICT_WORDS[verdict]}</p>
<h1>${e(plugin.title)}</h1>
<p class="subject"><code>${e(plugin.type)}</code> ${e(plugin.version)}, a ${plugin.kind}, on ${e(report.environment.title)}</p>
</header>
<main>
${facts(report)}
${notProven(report)}
${stale(report)}
${failures(report)}
${knownFailures(report)}
${calls(report)}
${cases(report)}
${provenance(report)}
</main>
</body>
</html>
`;
}

function facts({ environment, rollback, proof, counts, suite }: ConformanceReport): string {
  const asked = counts.passed + counts.failed + counts.errored + counts.skipped;
  const rows: readonly (readonly [string, string, string])[] = [
    [
      'Tier',
      environment.tier,
      environment.tier === 'endpoint'
        ? 'a real endpoint'
        : 'in this process or beside it; not proven on the real service',
    ],
    [
      'Cases',
      `${counts.passed} of ${asked}`,
      `${counts['not-declared']} more are about what it does not declare`,
    ],
    ['Rollback', rollback, 'the best that its capabilities allow'],
    ['Proof', proof, 'what is read back after an import'],
    ['Contract', `version ${suite.contract}`, `${suite.name} ${suite.version}`],
  ];
  const items = rows.map(
    ([name, value, note]) => `<div><dt>${name}</dt><dd>${e(value)}<small>${e(note)}</small></dd></div>`,
  );
  return `<dl class="facts">${items.join('')}</dl>`;
}

function notProven({ notProven: left }: ConformanceReport): string {
  const items = gapsOf(left).map(({ reason, slugs }) => {
    const codes = slugs.map((slug) => `<code>${e(slug)}</code>`).join(' ');
    if (slugs.length <= MOST_NAMED) return `<li>${codes} ${e(reason)}</li>`;
    return `<li><details><summary>${slugs.length} cases: ${e(reason)}</summary>${codes}</details></li>`;
  });
  const body = items.length === 0 ? '<p>Nothing was left out.</p>' : `<ul>${items.join('')}</ul>`;
  return `<section class="not-proven"><h2>Not proven</h2>${body}</section>`;
}

function failures({ cases: all }: ConformanceReport): string {
  const failed = all.filter(({ failure, baseline }) => failure !== undefined && baseline !== 'known');
  if (failed.length === 0) return '';
  return `<section><h2>Failures</h2>${failed.map((each) => failure(each)).join('')}</section>`;
}

/** What makes a run fail although it holds; told before the failures, because it is done in a minute. */
function stale({ baseline = [] }: ConformanceReport): string {
  const slugs = baseline.filter(({ state }) => state === 'stale').map(({ slug }) => slug);
  if (slugs.length === 0) return '';
  const items = slugs.map((slug) => `<li><code>${e(slug)}</code></li>`).join('');
  return `<section class="stale"><h2>In the baseline, and no longer failing</h2><p>Remove from the baseline, so that they cannot fail again unseen:</p><ul>${items}</ul></section>`;
}

function knownFailures({ cases: all, baseline = [] }: ConformanceReport): string {
  const known = all.filter((each) => each.baseline === 'known');
  if (known.length === 0) return '';
  const articles = known.map((each) => {
    const reason = baseline.find(({ slug }) => slug === each.slug)?.reason;
    return failure(each, reason ?? 'The baseline gives no reason.');
  });
  return `<section><h2>Failed, and known</h2><p>The baseline that the run was given lists these. They fail nevertheless.</p>${articles.join('')}</section>`;
}

function failure({ slug, title, outcome, baseline, failure: what }: ReportedCase, known?: string): string {
  if (!what) return '';
  const seen =
    what.expected === undefined
      ? ''
      : `<dl class="seen"><div><dt>Expected</dt><dd>${e(what.expected)}</dd></div><div><dt>Observed</dt><dd>${e(what.observed ?? '')}</dd></div></dl>`;
  const lines = what.exchange.map(
    (each) =>
      `${String(each.atMs).padStart(6)} ms  ${each.operation}\n           ${each.request}\n           → ${each.answer}`,
  );
  const exchange =
    lines.length === 0
      ? ''
      : `<details><summary>${lines.length} requests at the service</summary><pre>${e(lines.join('\n'))}</pre></details>`;
  const why = known === undefined ? '' : `<p>${e(known)}</p>`;
  return `<article class="${baseline ?? outcome}"><h3><code>${e(slug)}</code></h3>${why}<p>${e(title)}</p><p class="message">${e(what.message)}</p>${seen}
<dl class="why"><div><dt>Why it matters</dt><dd>${e(what.why)}</dd></div><div><dt>Rule</dt><dd>${e(what.source)}</dd></div><div><dt>Remedy</dt><dd>${e(what.remedy)}</dd></div></dl>
${exchange}<p>Again: <code class="command">${e(what.command)}</code></p></article>`;
}

function calls({ calls: { declared, undeclared } }: ConformanceReport): string {
  const seen = declared.filter(({ count }) => count > 0).length;
  const rows = declared.map(({ operation, effect, need, count, unseen }) => {
    const shown = unseen === undefined ? String(count) : `<span title="${e(unseen)}">not visible</span>`;
    return `<tr${count === 0 && unseen === undefined ? ' class="none"' : ''}><td><code>${e(operation)}</code></td><td>${effect}</td><td>${need}</td><td class="number">${shown}</td></tr>`;
  });
  const others = Object.entries(undeclared).map(
    ([operation, count]) =>
      `<tr class="undeclared"><td><code>${e(operation)}</code></td><td></td><td>not declared</td><td class="number">${count}</td></tr>`,
  );
  const sum = others.length === 0 ? 'nothing else was sent' : `${others.length} that are not declared`;
  return `<section><h2>Calls made, against calls declared</h2><p>${seen} of ${declared.length} declared operations were seen at the service; ${sum}.</p>
<div class="table"><table><thead><tr><th>Operation</th><th>Effect</th><th>Need</th><th class="number">Seen</th></tr></thead><tbody>${[...others, ...rows].join('')}</tbody></table></div></section>`;
}

function cases({ cases: all }: ConformanceReport): string {
  const areas = [...new Set(all.map(({ slug }) => areaOf(slug)))];
  const sections = areas.map((area) => {
    const own = all.filter(({ slug }) => areaOf(slug) === area);
    const asked = own.filter(({ outcome }) => outcome !== 'not-declared');
    const passed = asked.filter(({ outcome }) => outcome === 'passed').length;
    const bad = own.some(
      ({ outcome, baseline }) => outcome === 'failed' || outcome === 'errored' || baseline,
    );
    return `<details${bad ? ' open' : ''}><summary><b>${e(area)}</b> <span>${passed} of ${asked.length}</span></summary><ul class="cases">${own.map(row).join('')}</ul></details>`;
  });
  return `<section><h2>Cases</h2>${sections.join('')}</section>`;
}

function row(each: ReportedCase): string {
  const { slug, title, outcome, level, reason, ms, baseline } = each;
  const note = reason === undefined ? '' : `<small>${e(reason)}</small>`;
  const time = outcome === 'passed' || outcome === 'failed' ? `${ms} ms` : '';
  return `<li class="${baseline ?? outcome}"><span class="mark">${outcomeWords(each)}</span><div><code>${e(slug.split('/')[1] ?? slug)}</code> ${e(title)}${note}</div><span class="meta">${level}${time === '' ? '' : `, ${time}`}</span></li>`;
}

function provenance({ run, plugin, suite, digest }: ConformanceReport): string {
  const rows: readonly (readonly [string, string])[] = [
    ...(plugin.package
      ? [
          ['Package', `${plugin.package.name} ${plugin.package.version}`] as const,
          ['SHA-256 of the archive', plugin.package.sha256] as const,
        ]
      : [['Package', 'run from its source; not packed'] as const]),
    ['Suite', `${suite.name} ${suite.version}`],
    ['Run', run.id],
    ['From', run.startedAt],
    ['To', run.endedAt],
    ['Node', `${run.node}, ${run.platform}`],
    ['Chance', run.seed],
    ['Digest of report.json', digest],
  ];
  const items = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${e(value)}</dd></div>`);
  return `<section><h2>The run</h2><dl class="run">${items.join('')}</dl><p>Again: <code class="command">${e(run.command)}</code></p></section>`;
}

function areaOf(slug: string): string {
  return slug.split('/')[0] ?? '';
}
