import type { ErrorCodeEntry } from '../packages/plugin-api/src/error-codes.js';
import type { Rule } from '../packages/plugin-api/src/finding.js';
import type { ExitCode, Metric } from './built-packages.js';
import { code, generatedNotice, markdownTable, sourceLink } from './markdown.js';

export function renderErrors(codes: Readonly<Record<string, ErrorCodeEntry>>): string {
  const entries = Object.entries(codes).map(
    ([name, { summary, remedy, retryable }]) =>
      `## ${code(name)}\n\n${summary}\n\n**What to do:** ${remedy}\n\n${
        retryable
          ? 'The same deploy may succeed later with nothing changed.'
          : 'The same deploy will fail again until something is changed.'
      }`,
  );
  return document('Errors', 'packages/plugin-api/src/error-codes.ts', [
    'Every error of certctl is a `CertctlError` with one of these codes. Its message says what happened to what; its remedy, where it is more precise than the one here, says what to do in that very case.',
    ...entries,
  ]);
}

/** The rules of one package. */
export interface RuleSet {
  readonly owner: string;
  readonly rules: readonly Rule[];
}

export function renderFindings(sets: readonly RuleSet[]): string {
  const sections = sets.flatMap(({ owner, rules }) => [
    `## ${owner}`,
    ...rules.map(
      (rule) => `### ${code(rule.code)}\n\n${rule.summary}\n\n**Source:** ${sourceLink(rule.source)}`,
    ),
  ]);
  return document('Findings', 'the rules of the engine, the certificate package and the plugins', [
    'A plan reports what it sees as findings. A `refusal` forbids the deploy before anything is written, a `warning` lets it go on, a `note` is a fact worth knowing. Each finding carries the values that made it so, and what to do next.',
    ...sections,
  ]);
}

export function renderMetrics(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, type, labels, help }) => [
    code(name),
    type,
    labels.map(code).join(', ') || 'none',
    help,
  ]);
  return document('Metrics', 'the METRICS of @certctl/engine', [
    'In the text format of Prometheus. No label names a target, so the number of series does not grow with the fleet.',
    markdownTable(['Name', 'Type', 'Labels', 'Meaning'], rows),
  ]);
}

/** The table of exit codes, for the README of the command line. */
export function renderExitCodes(codes: readonly ExitCode[]): string {
  return markdownTable(
    ['Code', 'Meaning', 'When'],
    codes.map((entry) => [code(String(entry.code)), entry.meaning, entry.when]),
  );
}

function document(title: string, from: string, parts: readonly string[]): string {
  return `${[generatedNotice(from), `# ${title}`, ...parts].join('\n\n')}\n`;
}
