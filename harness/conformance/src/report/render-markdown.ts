import type { ConformanceReport, ReportedCase } from './conformance-report.js';
import { gapsOf, MOST_NAMED } from './gaps-of.js';
import { headline } from './headline.js';

/** The report for a pull request, or a page in a repository. */
export function renderMarkdown(report: ConformanceReport): string {
  const { plugin, environment, suite, run, notProven, calls, cases, rollback, proof } = report;
  const failed = cases.filter(({ failure }) => failure !== undefined);
  return [
    `# ${headline(report)}`,
    '',
    `${plugin.title} (\`${plugin.type}\` ${plugin.version}), on ${environment.title}.`,
    '',
    '| | |',
    '| --- | --- |',
    `| tier | ${environment.tier} |`,
    `| contract | version ${suite.contract}, by ${suite.name} ${suite.version} |`,
    `| rollback | ${rollback} |`,
    `| proof | ${cell(proof)} |`,
    ...(plugin.package
      ? [
          `| package | ${plugin.package.name} ${plugin.package.version}, SHA-256 \`${plugin.package.sha256}\` |`,
        ]
      : []),
    '',
    '## Not proven',
    '',
    ...(notProven.length === 0 ? ['Nothing was left out.'] : gapsOf(notProven).map(renderGap)),
    '',
    '## Calls made, against calls declared',
    '',
    '| operation | effect | need | seen |',
    '| --- | --- | --- | --- |',
    ...calls.declared.map(
      ({ operation, effect, need, count, unseen }) =>
        `| \`${operation}\` | ${effect} | ${need} | ${unseen === undefined ? count : `not visible: ${cell(unseen)}`} |`,
    ),
    ...Object.entries(calls.undeclared).map(
      ([operation, count]) => `| \`${operation}\` | | **not declared** | ${count} |`,
    ),
    '',
    ...(failed.length === 0 ? [] : ['## Failures', '', ...failed.flatMap(renderFailure)]),
    '## Cases',
    '',
    '| case | level | outcome | |',
    '| --- | --- | --- | --- |',
    ...cases.map(
      ({ slug, level, outcome, title, reason }) =>
        `| \`${slug}\` | ${level} | ${outcome} | ${cell(reason ?? title)} |`,
    ),
    '',
    '## The run',
    '',
    `${run.id}, ${run.startedAt} to ${run.endedAt}, Node ${run.node} on ${run.platform}; ${run.seed}.`,
    '',
    '```sh',
    run.command,
    '```',
    '',
  ].join('\n');
}

function renderGap({ reason, slugs }: ReturnType<typeof gapsOf>[number]): string {
  if (slugs.length > MOST_NAMED) return `- ${slugs.length} cases: ${reason}`;
  return slugs.length === 0 ? `- ${reason}` : `- ${slugs.map((slug) => `\`${slug}\``).join(', ')}: ${reason}`;
}

function renderFailure({ slug, title, failure }: ReportedCase): string[] {
  if (!failure) return [];
  return [
    `### ${slug}`,
    '',
    title,
    '',
    `- ${failure.message}`,
    ...(failure.expected === undefined
      ? []
      : [`- expected: ${failure.expected}`, `- observed: ${failure.observed ?? ''}`]),
    `- why: ${failure.why}`,
    `- rule: ${failure.source}`,
    `- remedy: ${failure.remedy}`,
    `- again: \`${failure.command}\``,
    '',
    '```text',
    ...failure.exchange.map(
      (each) => `${String(each.atMs).padStart(6)} ms  ${each.operation}: ${each.request} -> ${each.answer}`,
    ),
    '```',
    '',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
