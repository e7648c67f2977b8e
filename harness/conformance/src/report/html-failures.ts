import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { escapeMarkup as e } from './escape-markup.js';

/** So many failures are shown whole; of more, the first ones: the others would bury all that follows. */
const MOST_OPEN = 3;

export function failuresHtml({ cases }: ConformanceReport): string {
  const failed = cases.filter(({ failure, baseline }) => failure !== undefined && baseline !== 'known');
  if (failed.length === 0) return '';
  const articles = failed.map((each, at) => failureHtml(each, { isOpen: at < MOST_OPEN }));
  return `<section><h2>Failures <span class="count">${failed.length}</span></h2>${articles.join('')}</section>`;
}

/** What makes a run fail although it holds; told before the failures, because it is done in a minute. */
export function staleHtml({ baseline = [] }: ConformanceReport): string {
  const slugs = baseline.filter(({ state }) => state === 'stale').map(({ slug }) => slug);
  if (slugs.length === 0) return '';
  const items = slugs.map((slug) => `<li><code>${e(slug)}</code></li>`).join('');
  return `<section class="stale"><h2>In the baseline, and no longer failing</h2><p>Remove them from the baseline, so that they cannot fail again unseen:</p><ul>${items}</ul></section>`;
}

export function knownFailuresHtml({ cases, baseline = [] }: ConformanceReport): string {
  const known = cases.filter((each) => each.baseline === 'known');
  if (known.length === 0) return '';
  const articles = known.map((each) => {
    const reason = baseline.find(({ slug }) => slug === each.slug)?.reason;
    return failureHtml(each, { isOpen: false, known: reason ?? 'The baseline gives no reason.' });
  });
  return `<section><h2>Failed, and known <span class="count">${known.length}</span></h2><p>The baseline that the run was given lists these. They fail nevertheless.</p>${articles.join('')}</section>`;
}

/** Where a failure stands on the page. */
export function failureAnchor(slug: string): string {
  return `failure-${slug.replace('/', '-')}`;
}

interface Shown {
  readonly isOpen: boolean;
  /** Why it is known and left. */
  readonly known?: string;
}

function failureHtml(each: ReportedCase, { isOpen, known }: Shown): string {
  const { slug, title, outcome, baseline, failure } = each;
  if (!failure) return '';
  const why = known === undefined ? '' : `<p class="known-why">${e(known)}</p>`;
  return `<details class="failure ${baseline ?? outcome}" id="${failureAnchor(slug)}"${isOpen ? ' open' : ''}><summary><code>${e(slug)}</code><span class="title">${e(title)}</span></summary>
${why}<p class="message">${e(failure.message)}</p>${seenHtml(failure)}
<dl class="why"><div><dt>Why it matters</dt><dd>${e(failure.why)}</dd></div><div><dt>Rule</dt><dd>${e(failure.source)}</dd></div><div><dt>Remedy</dt><dd>${e(failure.remedy)}</dd></div></dl>
${exchangeHtml(failure)}<p>Again: <code class="command">${e(failure.command)}</code></p></details>`;
}

type What = NonNullable<ReportedCase['failure']>;

function seenHtml({ expected, observed = '' }: What): string {
  if (expected === undefined) return '';
  return `<dl class="seen"><div><dt>Expected</dt><dd>${e(expected)}</dd></div><div><dt>Observed</dt><dd>${e(observed)}</dd></div></dl>`;
}

function exchangeHtml({ exchange }: What): string {
  if (exchange.length === 0) return '';
  const lines = exchange.map(
    ({ atMs, operation, request, answer }) =>
      `${String(atMs).padStart(6)} ms  ${operation}\n           ${request}\n           → ${answer}`,
  );
  return `<details><summary>${lines.length} requests at the service</summary><pre tabindex="0">${e(lines.join('\n'))}</pre></details>`;
}
