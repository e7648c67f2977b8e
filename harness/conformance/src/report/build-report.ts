import { API_VERSION, type Plugin } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import type { Environment } from '../environment/define-environment.js';
import type { Baseline } from '../kernel/baseline.js';
import type { FailureRule } from '../kernel/case-failure.js';
import type { CaseOutcome, CaseResult, Failure } from '../kernel/case-result.js';
import type { ConformanceCase } from '../kernel/conformance-case.js';
import { type ConformanceRun, isLeftOut } from '../kernel/open-run.js';
import { VERSION } from '../version.js';
import {
  type ConformanceReport,
  REPORT_VERSION,
  type ReportedCall,
  type ReportedCase,
  type ReportedKnown,
  type ReportedPackage,
} from './conformance-report.js';
import { MUTANT_KILLS, MUTANTS } from './mutant-kills.js';
import { sealed } from './report-digest.js';
import { selecting } from './selecting.js';

export interface ReportInput {
  readonly plugin: Plugin;
  readonly environment: Environment;
  readonly run: ConformanceRun;
  readonly cases?: readonly ConformanceCase[];
  /** Runs all cases as they were run: `certctl conformance run ./my-plugin`. It must take `--only`. */
  readonly command: string;
  /** Those that the run was about: slugs, or areas. */
  readonly only?: readonly string[];
  readonly package?: ReportedPackage;
}

/** What a run has shown, in one document. */
export function buildReport(input: ReportInput): ConformanceReport {
  const { plugin, environment, run, cases = ALL_CASES, command } = input;
  const { type, alias, title, version, kind } = plugin;
  const calls = callsOf(plugin, run);
  return sealed({
    reportVersion: REPORT_VERSION,
    verdict: run.verdict,
    suite: { name: '@certctl/conformance', version: VERSION, contract: API_VERSION, mutants: MUTANTS },
    plugin: {
      ...{ type, alias, title, version, kind },
      capabilities: { ...plugin.capabilities },
      ...(input.package ? { package: input.package } : {}),
    },
    environment: {
      ...{ name: environment.name, title: environment.title },
      ...{ tier: environment.tier, service: environment.service },
    },
    rollback: rollbackOf(plugin),
    proof:
      plugin.kind === 'store' ? plugin.capabilities.proof : proofOfBinding(plugin.capabilities.handshakes),
    notProven: [
      ...environment.notProven.map((reason) => ({ reason })),
      ...run.results
        .filter(({ outcome }) => outcome === 'skipped')
        .map(({ slug, reason = 'it was skipped' }) => ({ slug, reason })),
      ...neverSent(calls, run).map((reason) => ({ reason })),
    ],
    ...(run.baseline ? { baseline: knownOf(run.baseline, run.results) } : {}),
    counts: countsOf(run.results),
    calls,
    run: {
      id: run.runId,
      startedAt: new Date(run.startedAt).toISOString(),
      endedAt: new Date(run.endedAt).toISOString(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      chance: 'jitter fixed at 0.5; keys and serials are random',
      command: selecting(command, input.only),
    },
    cases: run.results.map((result) => reportedCase(result, cases, command)),
  });
}

function knownOf({ known }: Baseline, results: readonly CaseResult[]): readonly ReportedKnown[] {
  return known.map(({ slug, reason }) => {
    const state = results.find((result) => result.slug === slug)?.baseline ?? 'not-seen';
    return { slug, state, ...(reason === undefined ? {} : { reason }) };
  });
}

/** The best that the capabilities allow; what a deploy really has is in its plan. */
function rollbackOf(plugin: Plugin): string {
  if (plugin.kind === 'binding') return 'exact';
  const { rotation, readsKeyBack } = plugin.capabilities;
  if (rotation === 'replaces') return 'new-address';
  return readsKeyBack ? 'exact' : 'kept-key';
}

function proofOfBinding(handshakes: boolean): string {
  return handshakes ? 'what the consumer points at, or a handshake' : 'what the consumer points at';
}

function countsOf(results: readonly CaseResult[]): Record<CaseOutcome, number> {
  const count = (wanted: CaseOutcome) => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    skipped: count('skipped'),
    'not-declared': count('not-declared'),
  };
}

function callsOf(plugin: Plugin, { results, unseen }: ConformanceRun): ConformanceReport['calls'] {
  const seen: Record<string, number> = {};
  for (const { calls } of results) {
    for (const [operation, count] of Object.entries(calls)) seen[operation] = (seen[operation] ?? 0) + count;
  }
  const declared = plugin.permissions.map(({ operation, effect, need }): ReportedCall => {
    const why = unseen.find((each) => each.operation === operation)?.reason;
    return {
      operation,
      effect,
      need,
      count: seen[operation] ?? 0,
      ...(why === undefined ? {} : { unseen: why }),
    };
  });
  const others = Object.entries(seen).filter(
    ([name]) => !declared.some(({ operation }) => operation === name),
  );
  return { declared, undeclared: Object.fromEntries(others) };
}

/**
 * What is declared, could have been seen, and was sent by no case. Of a run that left cases out nothing is said: they
 * may be those that send it.
 */
function neverSent({ declared }: ConformanceReport['calls'], { results }: ConformanceRun): readonly string[] {
  if (results.some(({ outcome, reason }) => outcome === 'skipped' && isLeftOut(reason))) return [];
  return declared
    .filter(({ count, unseen }) => count === 0 && unseen === undefined)
    .map(({ operation }) => `${operation} is declared, and no case had the plugin send it here.`);
}

function reportedCase(
  { slug, level, title, outcome, ms, reason, failure, baseline }: CaseResult,
  cases: readonly ConformanceCase[],
  command: string,
): ReportedCase {
  const own = cases.find((each) => each.slug === slug);
  const { why = '', source = '', remedy = '' } = failure?.rule ?? own ?? {};
  return {
    ...{ slug, level, title, outcome, ms },
    ...(ALL_CASES.some((each) => each.slug === slug) ? { mutants: MUTANT_KILLS[slug] ?? 0 } : {}),
    ...(baseline ? { baseline } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(failure
      ? { failure: reportedFailure(failure, { why, source, remedy }, selecting(command, [slug])) }
      : {}),
  };
}

function reportedFailure(
  { rule: _, ...failure }: Failure,
  rule: FailureRule,
  command: string,
): NonNullable<ReportedCase['failure']> {
  return { ...failure, ...rule, command };
}
