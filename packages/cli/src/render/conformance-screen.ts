import type { BegunCase, CaseResult, ConformanceReport } from '@certctl/conformance';
import type { Context } from '../context.js';
import { hang } from './layout.js';
import { oneLine } from './one-line.js';
import { type Screen, screenOf } from './screen.js';

type Suite = typeof import('@certctl/conformance');

/** Reasons of what was left out that are told once, or not at all. */
const UNSAID: readonly string[] = ['it was not selected', 'the run was stopped'];

/** So many failures are told whole; of more, what was seen and the remedy: the first would be out of sight. */
const MOST_WHOLE = 3;
/** The last requests of a failure that are told; the report has more. */
const MOST_REQUESTS = 3;

const CLEAR_LINE = '\r\u001b[K';
const INDENT = ' '.repeat(10);

/** Tells on stderr how a run of the cases goes, each failure where it happens, and on stdout what came of it. */
export class ConformanceScreen {
  readonly #suite: Suite;
  readonly #context: Context;
  readonly #screen: Screen;
  #told = 0;

  constructor(suite: Suite, context: Context) {
    this.#suite = suite;
    this.#context = context;
    this.#screen = { ...screenOf(context.io.stderr, context.io.env) };
  }

  /** On a terminal, what is under way stands on a line of its own, which the next line takes. */
  begins({ slug, number, of }: BegunCase): void {
    const { io, json } = this.#context;
    if (json || !io.stderr.isTTY) return;
    io.stderr.write(`${CLEAR_LINE}${`${number}/${of}  ${slug}`.slice(0, (io.stderr.columns ?? 80) - 1)}`);
  }

  ended(result: CaseResult): void {
    const { outcome, reason = '', failure, baseline } = result;
    if (baseline === 'known') this.#say(result, 'known', [this.#hung(failure?.message ?? '')]);
    else if (baseline === 'stale')
      this.#say(result, 'stale', [this.#hung(`${outcome}, and the baseline says that it fails: remove it`)]);
    else if (outcome === 'failed' || outcome === 'errored') this.#say(result, outcome, this.#failure(result));
    else if (outcome === 'skipped' && !UNSAID.includes(reason))
      this.#say(result, 'skipped', [this.#hung(reason)]);
  }

  /** A line of what goes on beside the cases. */
  line(text: string): void {
    const { io, json } = this.#context;
    if (!json) io.stderr.write(`${this.#clear()}${text}\n`);
  }

  summary(report: ConformanceReport, written: readonly string[]): void {
    const { io } = this.#context;
    io.stderr.write(this.#clear());
    io.stdout.write(this.#summary(report, written));
  }

  #clear(): string {
    const { io, json } = this.#context;
    return io.stderr.isTTY && !json ? CLEAR_LINE : '';
  }

  #say({ slug }: CaseResult, word: string, lines: readonly string[]): void {
    this.line([`${word.padEnd(INDENT.length - 1)} ${slug}`, ...lines].join('\n'));
  }

  #hung(text: string, head = INDENT): string {
    return hang(head, text, this.#screen);
  }

  #failure({ slug, failure }: CaseResult): readonly string[] {
    const wanted = this.#suite.ALL_CASES.find((each) => each.slug === slug);
    if (!failure || !wanted) return failure ? [this.#hung(failure.message)] : [];
    const { seen, notes, requests } = this.#suite.explainFailure(failure, wanted);
    this.#told += 1;
    const isWhole = this.#told <= MOST_WHOLE;
    const shown = notes.filter(([name]) => isWhole || name === 'remedy');
    const last = isWhole ? requests.slice(-MOST_REQUESTS) : [];
    return [
      this.#hung(seen),
      ...shown.map(([name, text]) => this.#hung(text, `${INDENT}${name.padEnd(8)}`)),
      ...(last.length === 0 ? [] : [`${INDENT}its last requests:`]),
      ...last.map((text) => this.#hung(text, `${INDENT}  `)),
      // What is whole stands apart.
      ...(isWhole ? [''] : []),
    ];
  }

  #summary(report: ConformanceReport, written: readonly string[]): string {
    const open = report.cases.filter(({ failure, baseline }) => failure && baseline !== 'known');
    const stale = (report.baseline ?? []).filter(({ state }) => state === 'stale');
    const gaps = report.notProven.filter(({ reason }) => !UNSAID.includes(reason));
    const isShort = open.length > MOST_WHOLE && written.length === 0;
    return [
      '',
      this.#suite.headline(report),
      ...(gaps.length === 0 ? [] : ['', 'Not proven:']),
      ...gaps.map(({ slug, reason }) => this.#hung(slug === undefined ? reason : `${slug}: ${reason}`, '- ')),
      ...(stale.length === 0 ? [] : ['', 'Remove from the baseline, they do not fail any more:']),
      ...stale.map(({ slug }) => `  ${slug}`),
      // Not wrapped: they are for being copied.
      ...(open.length === 0 ? [] : ['', 'Again:']),
      ...open.map(({ failure }) => `  ${oneLine(failure?.command ?? '')}`),
      ...(isShort ? ['', 'All of every failure is in the report: --report FOLDER'] : []),
      ...(written.length === 0 ? [] : ['', ...written.map((path) => `wrote ${path}`)]),
      '',
    ].join('\n');
  }
}
