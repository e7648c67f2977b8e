import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { escapeMarkup as e } from './escape-markup.js';
import { gapsOf, MOST_NAMED } from './gaps-of.js';
import { againstBaseline, headline, VERDICT_WORDS } from './headline.js';
import { failureAnchor, failuresHtml, knownFailuresHtml, staleHtml } from './html-failures.js';
import { mutantWords } from './mutant-words.js';
import { outcomeWords } from './outcome-words.js';
import { REPORT_STYLE } from './report-style.js';
import { SERVICE_WORDS } from './service-words.js';

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
${staleHtml(report)}
${failuresHtml(report)}
${knownFailuresHtml(report)}
${calls(report)}
${cases(report)}
${provenance(report)}
</main>
</body>
</html>
`;
}

function facts(report: ConformanceReport): string {
  const { environment, rollback, proof, counts, suite, calls: sent } = report;
  const asked = counts.passed + counts.failed + counts.errored + counts.skipped;
  const seen = sent.declared.filter(({ count }) => count > 0).length;
  const rows: readonly (readonly [string, string, string])[] = [
    ['Tier', environment.tier, SERVICE_WORDS[environment.service]],
    ['Cases', `${counts.passed} of ${asked} passed`, casesNote(report)],
    ['Rollback', rollback, 'the best that its capabilities allow'],
    ['Proof', proof, 'what is read back after an import'],
    ['Calls', `${seen} of ${sent.declared.length} declared`, `and ${undeclaredWords(sent)}`],
    ['Contract', `version ${suite.contract}`, `of suite ${suite.version}`],
  ];
  const items = rows.map(
    ([name, value, note]) => `<div><dt>${name}</dt><dd>${e(value)}<small>${e(note)}</small></dd></div>`,
  );
  return `<dl class="facts">${items.join('')}</dl>`;
}

function casesNote(report: ConformanceReport): string {
  const { counts, cases: all } = report;
  const known = all.filter(({ baseline }) => baseline === 'known').length;
  const bad = counts.failed + counts.errored - known;
  return [
    ...(bad === 0 ? [] : [`${bad} failed`]),
    ...againstBaseline(report),
    ...(counts.skipped === 0 ? [] : [`${counts.skipped} not proven`]),
    `${counts['not-declared']} more are about what it does not declare`,
  ].join('; ');
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
  return `<section><h2>Calls made, against calls declared</h2><p>${seen} of ${declared.length} declared operations were seen at the service, and ${undeclaredWords({ undeclared })}.</p>
<div class="table"><table><thead><tr><th>Operation</th><th>Effect</th><th>Need</th><th class="number">Seen</th></tr></thead><tbody>${[...others, ...rows].join('')}</tbody></table></div></section>`;
}

/** Requests, as the table counts them. */
function undeclaredWords({ undeclared }: Pick<ConformanceReport['calls'], 'undeclared'>): string {
  const sum = Object.values(undeclared).reduce((all, count) => all + count, 0);
  if (sum === 0) return 'nothing else was sent';
  return sum === 1 ? '1 request that is not declared' : `${sum} requests that are not declared`;
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
    return `<details class="cases-of"${bad ? ' open' : ''}><summary><b>${e(area)}</b> <span>${asked.length === 0 ? 'not declared' : `${passed} of ${asked.length}`}</span></summary><ul class="cases">${own.map(row).join('')}</ul></details>`;
  });
  const note = `<p>Beside each: its level, how long it took, and how many of the suite's broken plugins it finds.</p>`;
  return `<section><h2>Cases</h2>${note}${sections.join('')}</section>`;
}

function row(each: ReportedCase): string {
  const { slug, title, outcome, level, reason, ms, baseline, mutants } = each;
  const note = reason === undefined ? '' : `<small>${e(reason)}</small>`;
  const name = `<code>${e(slug.split('/')[1] ?? slug)}</code>`;
  const linked = each.failure ? `<a href="#${failureAnchor(slug)}">${name}</a>` : name;
  const meta = [
    level,
    ...(outcome === 'passed' || outcome === 'failed' ? [`${ms} ms`] : []),
    ...(mutants ? [`finds ${mutants}`] : []),
  ];
  return `<li class="${baseline ?? outcome}"><span class="mark">${outcomeWords(each)}</span><div>${linked} ${e(title)}${note}</div><span class="meta">${meta.join(', ')}</span></li>`;
}

function provenance(report: ConformanceReport): string {
  const { run, plugin, suite, digest } = report;
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
    ['Chance', run.chance],
    ['Digest of report.json', digest],
    ['Mutants', mutantWords(report)],
  ];
  const items = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${e(value)}</dd></div>`);
  return `<section><h2>The run</h2><dl class="run">${items.join('')}</dl><p>Again: <code class="command">${e(run.command)}</code></p></section>`;
}

function areaOf(slug: string): string {
  return slug.split('/')[0] ?? '';
}
