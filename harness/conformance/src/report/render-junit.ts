import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { escapeMarkup } from './escape-markup.js';

/** The report as CI systems read it. What is not declared is no test of this plugin, and is left out. */
export function renderJunit({ plugin, environment, cases, run }: ConformanceReport): string {
  const asked = cases.filter(({ outcome }) => outcome !== 'not-declared');
  const count = (...outcomes: readonly ReportedCase['outcome'][]) =>
    asked.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const seconds = asked.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const counts = `tests="${asked.length}" failures="${count('failed')}" errors="${count('errored')}" skipped="${count('skipped')}"`;
  const name = escapeMarkup(`conformance of ${plugin.type} on ${environment.name}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${name}" ${counts} time="${seconds.toFixed(3)}" timestamp="${run.startedAt}">`,
    ...asked.map(renderCase),
    '</testsuite>',
    '',
  ].join('\n');
}

function renderCase({ slug, title, outcome, ms, reason = '', failure }: ReportedCase): string {
  const [area = ''] = slug.split('/');
  const open = `  <testcase classname="${escapeMarkup(area)}" name="${escapeMarkup(slug)}" time="${(ms / 1000).toFixed(3)}"`;
  if (outcome === 'skipped') return `${open}><skipped message="${escapeMarkup(reason)}"/></testcase>`;
  if (!failure) return `${open}/>`;
  const element = outcome === 'errored' ? 'error' : 'failure';
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
