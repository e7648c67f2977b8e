import type { CaseResult, ConformanceReport } from '@certctl/conformance';
import { CertctlError, isCertctlError } from '@certctl/plugin-api';
import type { ConformanceFlags } from '../commands/conformance.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import type { Io } from '../io.js';
import { writeJson } from '../render/write-json.js';
import { reportError } from '../report-error.js';
import { PLUGINS } from '../session/plugins.js';
import { usageError } from '../usage-error.js';

type Suite = typeof import('@certctl/conformance');

/** Runs the conformance cases against a plugin; or lists them. */
export async function conformance(
  source: string | undefined,
  flags: ConformanceFlags,
  context: Context,
): Promise<void> {
  const suite = await loadSuite();
  try {
    if (flags.list) {
      list(suite, flags, context);
      return;
    }
    if (source === undefined) {
      throw usageError('which plugin?', 'Give a folder with a package.json, or the name of a package.');
    }
    await run(suite, source, flags, context);
  } catch (error) {
    if (context.io.signal.aborted) interrupted(context);
    else if (error instanceof suite.ConformanceError) {
      const [message = '', ...said] = error.message.split('\n');
      throw usageError(message, said.join('\n'));
    } else if (isUnusable(suite, error)) {
      // Not the code of the refusal to load it: of this command that one says that not everything was shown.
      reportError(asPluginError(suite, error), context);
      context.exitCode = suite.EXIT_CODE_OF_VERDICT.failed;
    } else throw error;
  }
}

/** Whether it is the package that is why no case could be run. */
function isUnusable({ UnusablePackage }: Suite, error: unknown): boolean {
  if (error instanceof UnusablePackage) return true;
  return isCertctlError(error) && (error.code === 'plugin_invalid' || error.code === 'plugin_api_version');
}

function asPluginError({ UnusablePackage }: Suite, error: unknown): unknown {
  if (!(error instanceof UnusablePackage)) return error;
  return new CertctlError('plugin_invalid', error.message, { remedy: error.remedy, cause: error });
}

function interrupted(context: Context): void {
  const { io, json } = context;
  const message = 'interrupted: no report was written, and what was made for the run is removed';
  if (json) writeJson(io.stdout, { error: new CertctlError('cancelled', message) });
  else io.stderr.write(`${eraseLine(io)}certctl: ${message}\n`);
  context.exitCode = EXIT_CODES.interrupted.code;
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

async function run(suite: Suite, source: string, flags: ConformanceFlags, context: Context): Promise<void> {
  const { io, json } = context;
  const { env, report: folder, only, with: beside } = flags;
  const say = (line: string) => {
    if (!json) io.stderr.write(`${line}\n`);
  };
  io.signal.addEventListener('abort', () =>
    say(`${eraseLine(io)}interrupted: stopping, and removing what was made…`),
  );
  const selected = new Set(suite.selectCases(only).map(({ slug }) => slug));
  let at = 0;
  const { report, written } = await suite.conform({
    source,
    ...(env === undefined ? {} : { env }),
    ...(folder === undefined ? {} : { report: folder }),
    ...(only === undefined ? {} : { only }),
    ...(beside === undefined ? {} : { beside }),
    stores: PLUGINS.filter((plugin) => plugin.kind === 'store'),
    signal: io.signal,
    onStep: (what) => say(`${what}…`),
    onStart: ({ type, package: name, environment, tier }) =>
      say(`${name}: ${type} on ${environment} (${tier})`),
    onResult: (result) => {
      if (json || !selected.has(result.slug)) return;
      at += 1;
      showResult(result, `${at}/${selected.size}`, io);
    },
  });
  io.stderr.write(eraseLine(io));
  context.exitCode = suite.EXIT_CODE_OF_VERDICT[report.verdict];
  if (json) writeJson(io.stdout, { report });
  else io.stdout.write(summary(suite, report, written));
}

/** The reason of what was left out because it was not asked for. */
const NOT_SELECTED = 'it was not selected';

/** On a terminal, what is under way stands on a line of its own, which the next line takes. */
function eraseLine({ stderr }: Pick<Io, 'stderr'>): string {
  return stderr.isTTY ? '\r\u001b[K' : '';
}

/** What fails is printed where it happens. */
function showResult({ slug, outcome, reason = '', failure }: CaseResult, count: string, io: Io): void {
  const { stderr } = io;
  if (outcome === 'failed' || outcome === 'errored') {
    const seen =
      failure?.expected === undefined ? '' : `: expected ${failure.expected}, observed ${failure.observed}`;
    stderr.write(
      `${eraseLine(io)}${outcome.padEnd(9)} ${slug}\n          ${failure?.message ?? ''}${seen}\n`,
    );
  } else if (outcome === 'skipped') {
    stderr.write(`${eraseLine(io)}skipped   ${slug}\n          ${reason}\n`);
  } else if (stderr.isTTY && outcome === 'passed') stderr.write(`${eraseLine(io)}${count}  ${slug}`);
}

function summary({ headline }: Suite, report: ConformanceReport, written: readonly string[]): string {
  const again = report.cases.flatMap(({ failure }) => (failure ? [`  ${failure.command}`] : []));
  return [
    '',
    headline(report),
    ...(report.notProven.length === 0 ? [] : ['', 'Not proven:']),
    ...report.notProven
      .filter(({ reason }) => reason !== NOT_SELECTED)
      .map(({ slug, reason }) => `  ${slug === undefined ? '' : `${slug}: `}${reason}`),
    ...(again.length === 0 ? [] : ['', 'Again:', ...again]),
    ...(written.length === 0 ? [] : ['', ...written.map((path) => `wrote ${path}`)]),
    '',
  ].join('\n');
}
