import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { escapeMarkup } from './escape-markup.js';

/** The report as CI systems read it. What is not declared is no test of this plugin, and is left out. */
export function renderJunit({ plugin, environment, cases, run }: ConformanceReport): string {
  // A stale entry of the baseline fails the run, also where its case is not asked any more.
  const shown = cases.filter(({ outcome, baseline }) => outcome !== 'not-declared' || baseline === 'stale');
  const count = (element: Element) => shown.filter((each) => elementOf(each) === element).length;
  const seconds = shown.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const counts = `tests="${shown.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  const name = escapeMarkup(`conformance of ${plugin.type} on ${environment.name}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${name}" ${counts} time="${seconds.toFixed(3)}" timestamp="${run.startedAt}">`,
    ...shown.map(renderCase),
    '</testsuite>',
    '',
  ].join('\n');
}

type Element = 'failure' | 'error' | 'skipped';

/** What is known is neither a failure nor a success: JUnit has one word for that. */
function elementOf({ outcome, baseline }: ReportedCase): Element | undefined {
  if (baseline === 'stale') return 'failure';
  if (baseline === 'known' || outcome === 'skipped') return 'skipped';
  if (outcome === 'errored') return 'error';
  return outcome === 'failed' ? 'failure' : undefined;
}

function renderCase(each: ReportedCase): string {
  const { slug, title, ms, reason = '', failure, baseline, outcome } = each;
  const element = elementOf(each);
  const [area = ''] = slug.split('/');
  const open = `  <testcase classname="${escapeMarkup(area)}" name="${escapeMarkup(slug)}" time="${(ms / 1000).toFixed(3)}"`;
  if (baseline === 'stale') {
    const text = `the baseline says that it fails, and it is ${outcome}: remove it there`;
    return `${open}><failure message="${escapeMarkup(text)}"/></testcase>`;
  }
  const left = baseline === 'known' ? `failed, known: ${failure?.message ?? ''}` : reason;
  if (element === 'skipped') return `${open}><skipped message="${escapeMarkup(left)}"/></testcase>`;
  if (!failure || element === undefined) return `${open}/>`;
  const text = [
    title,
    `expected: ${failure.expected ?? ''}`,
    `observed: ${failure.observed ?? failure.message}`,
    `why: ${failure.why}`,
    `remedy: ${failure.remedy}`,
    ...failure.exchange.map((each) => `${each.atMs} ms ${each.operation}: ${each.request} -> ${each.answer}`),
    `again: ${failure.command}`,
  ].join('\n');
  return `${open}><${element} message="${escapeMarkup(failure.message)}">${escapeMarkup(text)}</${element}></testcase>`;
}
