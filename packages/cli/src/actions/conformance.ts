import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CertctlError, isCertctlError } from '@certctl/plugin-api';
import type { BadgeFlags, ConformanceFlags } from '../commands/conformance.js';
import type { Context } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { ConformanceScreen } from '../render/conformance-screen.js';
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
  await withSuite(context, async (suite) => {
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
  await withSuite(context, (suite) => {
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
async function withSuite(context: Context, act: (suite: Suite) => Promise<void> | void): Promise<void> {
  const suite = await loadSuite();
  try {
    await act(suite);
  } catch (error) {
    if (context.io.signal.aborted) interrupted(context);
    else if (error instanceof suite.ConformanceError) {
      const [message = '', ...said] = error.message.split('\n');
      throw usageError(message, said.length === 0 ? undefined : said.join('\n'));
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

/** It was ended before the first case: there is nothing to report. */
function interrupted(context: Context): void {
  const { io, json } = context;
  const message = 'interrupted: no case was run, and what was made for the run is removed';
  if (json) writeJson(io.stdout, { error: new CertctlError('cancelled', message) });
  else io.stderr.write(`certctl: ${message}\n`);
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
  const {
    env,
    report: folder,
    only,
    with: beside,
    baseline,
    writeBaseline,
    endpoint,
    allowRealAccount,
  } = flags;
  const screen = new ConformanceScreen(suite, context);
  io.signal.addEventListener('abort', () =>
    screen.line('interrupted: stopping, and removing what was made…'),
  );
  const { report, written } = await suite.conform({
    source,
    ...(env === undefined ? {} : { env }),
    ...(folder === undefined ? {} : { report: folder }),
    ...(only === undefined ? {} : { only }),
    ...(beside === undefined ? {} : { beside }),
    stores: PLUGINS.filter((plugin) => plugin.kind === 'store'),
    ...(baseline === undefined ? {} : { baseline }),
    ...(writeBaseline ? { writeBaseline } : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(allowRealAccount === undefined ? {} : { allowRealAccount }),
    signal: io.signal,
    announce: (line) => void io.stderr.write(`${line}\n`),
    onStep: (what) => screen.line(`${what}…`),
    onStart: ({ type, package: name, environment, tier }) =>
      screen.line(`${name}: ${type} on ${environment} (${tier})`),
    onBegin: (begun) => screen.begins(begun),
    onResult: (result) => screen.ended(result),
  });
  const { interrupted: stopped } = EXIT_CODES;
  context.exitCode = io.signal.aborted ? stopped.code : suite.EXIT_CODE_OF_VERDICT[report.verdict];
  if (json) writeJson(io.stdout, { report });
  else screen.summary(report, written);
}
