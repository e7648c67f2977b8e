import type { ConformanceReport, ReportedCase, ReportedKnown } from './conformance-report.js';
import { gapsOf, MOST_NAMED } from './gaps-of.js';
import { headline } from './headline.js';
import { mutantWords } from './mutant-words.js';
import { outcomeWords } from './outcome-words.js';
import { SERVICE_WORDS } from './service-words.js';

/** The report for a pull request, or a page in a repository. */
export function renderMarkdown(report: ConformanceReport): string {
  const { plugin, environment, suite, run, notProven, calls, cases, rollback, proof } = report;
  const failed = cases.filter(({ failure, baseline }) => failure !== undefined && baseline !== 'known');
  const { baseline = [] } = report;
  const known = cases.filter((each) => each.baseline === 'known');
  const stale = baseline.filter(({ state }) => state === 'stale');
  return [
    `# ${headline(report)}`,
    '',
    `${plugin.title} (\`${plugin.type}\` ${plugin.version}), on ${environment.title}.`,
    '',
    '| | |',
    '| --- | --- |',
    `| tier | ${environment.tier}: ${SERVICE_WORDS[environment.service]} |`,
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
    ...(stale.length === 0
      ? []
      : [
          '## In the baseline, and no longer failing',
          '',
          'Remove from the baseline:',
          '',
          ...stale.map(({ slug }) => `- \`${slug}\``),
          '',
        ]),
    ...(failed.length === 0 ? [] : ['## Failures', '', ...failed.flatMap((each) => renderFailure(each))]),
    ...(known.length === 0
      ? []
      : [
          '## Failed, and known',
          '',
          ...known.flatMap((each) => renderFailure(each, reasonOf(each, baseline))),
        ]),
    '## Cases',
    '',
    '| case | level | outcome | |',
    '| --- | --- | --- | --- |',
    ...cases.map(
      (each) =>
        `| \`${each.slug}\` | ${each.level} | ${outcomeWords(each)} | ${cell(each.reason ?? each.title)} |`,
    ),
    '',
    '## The run',
    '',
    `${run.id}, ${run.startedAt} to ${run.endedAt}, Node ${run.node} on ${run.platform}; ${run.chance}.`,
    '',
    '```sh',
    run.command,
    '```',
    '',
    `Mutants: ${mutantWords(report)}.`,
    '',
    `Digest of report.json: \`${report.digest}\`.`,
    '',
  ].join('\n');
}

function renderGap({ reason, slugs }: ReturnType<typeof gapsOf>[number]): string {
  if (slugs.length > MOST_NAMED) return `- ${slugs.length} cases: ${reason}`;
  return slugs.length === 0 ? `- ${reason}` : `- ${slugs.map((slug) => `\`${slug}\``).join(', ')}: ${reason}`;
}

function reasonOf({ slug }: ReportedCase, baseline: readonly ReportedKnown[]): string {
  return baseline.find((each) => each.slug === slug)?.reason ?? 'The baseline gives no reason.';
}

function renderFailure({ slug, title, failure }: ReportedCase, known?: string): string[] {
  if (!failure) return [];
  return [
    `### ${slug}`,
    '',
    ...(known === undefined ? [] : [known, '']),
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
