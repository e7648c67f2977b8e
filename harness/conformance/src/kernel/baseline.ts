import { API_VERSION } from '@certctl/plugin-api';
import { ALL_CASES } from '../cases/all-cases.js';
import { ConformanceError } from '../doors/conformance-error.js';
import type { CaseResult } from './case-result.js';

/** It moves when a field changes its meaning or goes away. */
export const BASELINE_VERSION = 1;

/** A case that is known to fail. */
export interface KnownFailure {
  readonly slug: string;
  /** Why it is known, and left: written by people, and kept when the file is written anew. */
  readonly reason?: string;
}

/** The cases that a plugin fails today, in one environment. Committed beside it, so that it can only get shorter. */
export interface Baseline {
  readonly baselineVersion: typeof BASELINE_VERSION;
  /** Type of the plugin. */
  readonly plugin: string;
  /** Name of the environment: what fails on one may pass on another. */
  readonly environment: string;
  /** Version of the contract: a later one asks more. */
  readonly contract: number;
  /** By slug. */
  readonly known: readonly KnownFailure[];
}

/** What a run is about, which its baseline must be about too. */
export interface BaselineSubject {
  readonly plugin: string;
  readonly environment: string;
}

/**
 * Reads the text of a baseline.
 * @param from named in errors
 * @throws ConformanceError when it is none, names a case twice, or one that is not there
 */
export function parseBaseline(text: string, from: string): Baseline {
  const value = jsonOf(text, from);
  const { baselineVersion, plugin, environment, contract, known } = value;
  if (baselineVersion !== BASELINE_VERSION) {
    throw new ConformanceError(
      `${from} is no baseline of version ${BASELINE_VERSION}: its baselineVersion is ${JSON.stringify(baselineVersion)}`,
    );
  }
  if (typeof plugin !== 'string' || typeof environment !== 'string' || typeof contract !== 'number')
    throw new ConformanceError(`${from} does not say of which plugin, environment and contract it is`);
  if (!Array.isArray(known)) throw new ConformanceError(`${from} has no list of what is known`);
  const failures = known.map((each: unknown) => failureIn(each, from));
  const slugs = failures.map(({ slug }) => slug);
  const twice = slugs.find((slug, at) => slugs.indexOf(slug) !== at);
  if (twice !== undefined) throw new ConformanceError(`${from} names ${twice} twice`);
  return { baselineVersion, plugin, environment, contract, known: failures };
}

/** The text of a baseline: by slug, without a date, so that two runs with one result write one file. */
export function renderBaseline({ known, ...about }: Baseline): string {
  const sorted = known.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
  return `${JSON.stringify({ ...about, known: sorted }, null, 2)}\n`;
}

/** @throws ConformanceError when it is the baseline of something else, or names a case that is not there */
export function holdBaseline(
  baseline: Baseline,
  subject: BaselineSubject,
  cases: readonly { readonly slug: string }[] = ALL_CASES,
): void {
  holdSubject(baseline, subject);
  const strange = baseline.known.find(({ slug }) => !cases.some((each) => each.slug === slug));
  if (strange) throw new ConformanceError(`the baseline names ${strange.slug}, which is no case`);
  const { contract } = baseline;
  if (contract !== API_VERSION) {
    throw new ConformanceError(
      `the baseline is of version ${contract} of the contract, and this is version ${API_VERSION}: write it anew with --write-baseline`,
    );
  }
}

/** @throws ConformanceError when it is the baseline of something else, which is not to be written over either */
export function holdSubject({ plugin, environment }: Baseline, subject: BaselineSubject): void {
  if (plugin !== subject.plugin || environment !== subject.environment) {
    throw new ConformanceError(
      `the baseline is of ${plugin} on ${environment}, and this is ${subject.plugin} on ${subject.environment}: each has one of its own`,
    );
  }
}

/**
 * A result as the baseline has it: `known` for a failure that is in it, `stale` for a case of it that holds, or that
 * is not asked any more. A case that broke is never known: nothing is known of it.
 */
export function marked(result: CaseResult, baseline: Baseline | undefined): CaseResult {
  const { slug, outcome } = result;
  if (!baseline?.known.some((known) => known.slug === slug)) return result;
  if (outcome === 'failed') return { ...result, baseline: 'known' };
  return outcome === 'passed' || outcome === 'not-declared' ? { ...result, baseline: 'stale' } : result;
}

/**
 * The baseline that a run comes to: every case that counts and failed. What was left out of the run stays as it was,
 * and so do the reasons that people wrote.
 */
export function baselineOf(
  results: readonly CaseResult[],
  subject: BaselineSubject,
  earlier?: Pick<Baseline, 'known'>,
): Baseline {
  const reasonOf = (slug: string) => earlier?.known.find((known) => known.slug === slug)?.reason;
  const isKept = ({ slug, outcome, level }: CaseResult) =>
    (outcome === 'failed' && level !== 'provisional') ||
    ((outcome === 'skipped' || outcome === 'errored') &&
      earlier?.known.some((known) => known.slug === slug) === true);
  const known = results.filter(isKept).map(({ slug }): KnownFailure => {
    const reason = reasonOf(slug);
    return { slug, ...(reason === undefined ? {} : { reason }) };
  });
  return { baselineVersion: BASELINE_VERSION, ...subject, contract: API_VERSION, known };
}

function jsonOf(text: string, from: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // What is not JSON is told below, as what is JSON of something else.
  }
  throw new ConformanceError(`${from} is no baseline: it is not a JSON object`);
}

function failureIn(each: unknown, from: string): KnownFailure {
  const { slug, reason }: { slug?: unknown; reason?: unknown } =
    typeof each === 'object' && each !== null ? each : {};
  if (typeof slug !== 'string') throw new ConformanceError(`${from} has an entry without a slug`);
  return { slug, ...(typeof reason === 'string' ? { reason } : {}) };
}
