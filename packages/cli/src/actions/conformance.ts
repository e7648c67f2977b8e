import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseResult, ConformanceReport } from '@certctl/conformance';
import type { BadgeFlags, ConformanceFlags } from '../commands/conformance.js';
import type { Context } from '../context.js';
import { writeJson } from '../render/write-json.js';
import { usageError } from '../usage-error.js';

type Suite = typeof import('@certctl/conformance');

/** Runs the conformance cases against a plugin; or lists them. */
export async function conformance(
  source: string | undefined,
  flags: ConformanceFlags,
  context: Context,
): Promise<void> {
  await withSuite(async (suite) => {
    if (flags.list) return list(suite, flags, context);
    if (flags.sweep !== undefined) return sweep(suite, flags.sweep, flags, context);
    if (source === undefined) {
      throw usageError('which plugin?', 'Give a folder with a package.json, or the name of a package.');
    }
    return run(suite, source, flags, context);
  });
}

/** Makes a badge of a report. */
export async function conformanceBadge(path: string, { out }: BadgeFlags, context: Context): Promise<void> {
  await withSuite((suite) => {
    if (!existsSync(path)) throw usageError(`there is no report ${path}`, 'Give the report.json of a run.');
    const report = suite.readReport(readFileSync(path, 'utf8'), path);
    mkdirSync(out, { recursive: true });
    const files = {
      'badge.svg': suite.renderBadgeSvg(report),
      'badge.json': suite.renderBadgeEndpoint(report),
    };
    const written = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(out, name), text);
      return join(out, name);
    });
    const message = suite.badgeText(report);
    if (context.json) writeJson(context.io.stdout, { message, written });
    else context.io.stdout.write(`${[message, ...written.map((each) => `wrote ${each}`)].join('\n')}\n`);
  });
}

/** What the suite has to say about how it was called is told as such. */
async function withSuite(act: (suite: Suite) => Promise<void> | void): Promise<void> {
  const suite = await loadSuite();
  try {
    await act(suite);
  } catch (error) {
    if (!(error instanceof suite.ConformanceError)) throw error;
    const [message = '', ...said] = error.message.split('\n');
    throw usageError(message, said.join('\n'));
  }
}

/** The suite is of use to authors, and to nobody who deploys: it is not installed with the program. */
async function loadSuite(): Promise<Suite> {
  try {
    return await import('@certctl/conformance');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing || !error.message.includes('@certctl/conformance')) throw error;
    throw usageError(
      'the conformance suite is not installed',
      'Install it beside certctl: npm install --save-dev @certctl/conformance',
    );
  }
}

function list({ selectCases }: Suite, { only }: ConformanceFlags, { io, json }: Context): void {
  const cases = selectCases(only).map(({ slug, level, kind, title }) => ({ slug, level, kind, title }));
  if (json) writeJson(io.stdout, { cases });
  else for (const { slug, level, title } of cases) io.stdout.write(`${slug}  (${level})\n  ${title}\n`);
}

async function sweep(
  suite: Suite,
  runId: string,
  { env, endpoint, allowRealAccount }: ConformanceFlags,
  { io, json }: Context,
): Promise<void> {
  const removed = await suite.sweep({
    ...{ env, runId },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(allowRealAccount === undefined ? {} : { allowRealAccount }),
  });
  if (json) writeJson(io.stdout, { runId, removed });
  else {
    const lines = removed.map((reference) => `removed ${reference}`);
    io.stdout.write(`${(lines.length === 0 ? [`nothing carries ${runId}`] : lines).join('\n')}\n`);
  }
}

async function run(suite: Suite, source: string, flags: ConformanceFlags, context: Context): Promise<void> {
  const { io, json } = context;
  const { env, report: folder, only, baseline, writeBaseline, endpoint, allowRealAccount } = flags;
  if (!json) io.stderr.write(`packing ${source} and installing it into an empty folder…\n`);
  const { report, written } = await suite.conform({
    source,
    ...(env === undefined ? {} : { env }),
    ...(folder === undefined ? {} : { report: folder }),
    ...(only === undefined ? {} : { only }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(writeBaseline ? { writeBaseline } : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(allowRealAccount === undefined ? {} : { allowRealAccount }),
    signal: io.signal,
    announce: (line) => void io.stderr.write(`${line}\n`),
    onStart: ({ type, environment, tier }) => {
      if (!json) io.stderr.write(`${type} on ${environment} (${tier})\n`);
    },
    onResult: (result) => {
      if (!json) showResult(result, context);
    },
  });
  context.exitCode = suite.EXIT_CODE_OF_VERDICT[report.verdict];
  if (json) writeJson(io.stdout, { report });
  else io.stdout.write(summary(suite, report, written));
}

/** What fails is printed where it happens; on a terminal, what is under way stands on a line of its own. */
function showResult({ slug, outcome, reason = '', failure, baseline }: CaseResult, { io }: Context): void {
  const { stderr } = io;
  const erase = stderr.isTTY ? '\r\u001b[K' : '';
  if (baseline === 'known') stderr.write(`${erase}known     ${slug}\n          ${failure?.message ?? ''}\n`);
  else if (baseline === 'stale') {
    stderr.write(
      `${erase}stale     ${slug}\n          ${outcome}, and the baseline says that it fails: remove it\n`,
    );
  } else if (outcome === 'failed' || outcome === 'errored') {
    const seen =
      failure?.expected === undefined ? '' : `: expected ${failure.expected}, observed ${failure.observed}`;
    stderr.write(`${erase}${outcome.padEnd(9)} ${slug}\n          ${failure?.message ?? ''}${seen}\n`);
  } else if (outcome === 'skipped' && reason !== 'it was not selected') {
    stderr.write(`${erase}skipped   ${slug}\n          ${reason}\n`);
  } else if (stderr.isTTY && outcome === 'passed') stderr.write(`${erase}passed    ${slug}`);
}

function summary({ headline }: Suite, report: ConformanceReport, written: readonly string[]): string {
  const again = report.cases.flatMap(({ failure, baseline }) =>
    failure && baseline !== 'known' ? [`  ${failure.command}`] : [],
  );
  const stale = (report.baseline ?? []).filter(({ state }) => state === 'stale');
  return [
    '',
    headline(report),
    ...(report.notProven.length === 0 ? [] : ['', 'Not proven:']),
    ...report.notProven
      .filter(({ reason }) => reason !== 'it was not selected')
      .map(({ slug, reason }) => `  ${slug === undefined ? '' : `${slug}: `}${reason}`),
    ...(stale.length === 0 ? [] : ['', 'Remove from the baseline, they do not fail any more:']),
    ...stale.map(({ slug }) => `  ${slug}`),
    ...(again.length === 0 ? [] : ['', 'Again:', ...again]),
    ...(written.length === 0 ? [] : ['', ...written.map((path) => `wrote ${path}`)]),
    '',
  ].join('\n');
}
