import { basename, relative, resolve } from 'node:path';
import { CertctlError, isCertctlError } from '@certctl/plugin-api';
import { type Choices, checkChoices, checkGiven, defaultsFor, PROBLEM_OF } from './choices.js';
import { assertFree, createPlugin } from './create-plugin.js';
import { HELP } from './help-text.js';
import { type Arguments, readArguments } from './read-arguments.js';
import { VERSION } from './version.js';

/** What the program has of the world. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Somebody is there who can be asked. */
  readonly interactive: boolean;
}

const USAGE = 64;
const CANCELLED = 130;

/** Runs the program. @returns its exit code */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await answer(readArguments(argv), io);
  } catch (error) {
    if (error instanceof Error && error.name === 'Cancelled') return CANCELLED;
    const known = isCertctlError(error)
      ? error
      : new CertctlError('internal', `the plugin was not made: ${String(error)}`, {
          remedy: 'Nothing was left behind. See what the message says, and try again.',
          cause: error,
        });
    const end = /[.!?]$/.test(known.message) ? '' : '.';
    io.stderr.write(`create-plugin: ${known.code}: ${known.message}${end} ${known.remedy}\n`);
    return known.code === 'usage' ? USAGE : 1;
  }
}

async function answer(asked: Arguments, io: Io): Promise<number> {
  if (asked.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (asked.version) {
    io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const folder = asked.folder ?? (await folderOf(asked, io));
  assertFree(resolve(folder));
  const choices = await choicesOf(asked, folder, io);
  checkChoices(choices);
  const files = createPlugin(folder, choices);
  io.stdout.write(whatNext(folder, choices, files.length));
  return 0;
}

async function folderOf({ yes }: Arguments, { interactive }: Io): Promise<string> {
  if (yes || !interactive)
    throw new CertctlError('usage', 'which folder?', {
      remedy: 'Name it: npm create @certctl/plugin acme-cloud -- --kind store --yes',
    });
  return (await import('./ask.js')).askFolder();
}

async function choicesOf({ given, yes }: Arguments, folder: string, { interactive }: Io): Promise<Choices> {
  checkGiven(given);
  // An alias that was given names the rest as the folder's name would.
  const defaults = defaultsFor(given.alias ?? basename(resolve(folder)));
  if (!yes && interactive) {
    const { askAlias, askChoices } = await import('./ask.js');
    if (PROBLEM_OF.alias(defaults.alias) === undefined) return askChoices(given, defaults);
    const alias = await askAlias();
    return askChoices({ ...given, alias }, defaultsFor(alias));
  }
  if (!yes)
    throw new CertctlError('usage', 'nobody is there to be asked', {
      remedy: 'Add --yes, and give as flags what shall not follow from the name of the folder.',
    });
  if (given.kind === undefined)
    throw new CertctlError('usage', 'what kind of plugin?', {
      remedy: 'Add --kind store, or --kind binding.',
    });
  // Checked by `checkChoices` before anything is written.
  return { ...defaults, ...given } as Choices;
}

function whatNext(folder: string, { kind, service, packageName }: Choices, files: number): string {
  const path = relative(process.cwd(), resolve(folder)) || '.';
  return `
Made ${packageName}, a ${kind} for ${service}: ${files} files in ${path}.

  ${path === '.' ? '' : `cd ${path}\n  `}npm install
  npm test                        # builds it, and runs its tests and the conformance cases, by both runners
  npx certctl conformance run .   # the same cases, on the package as a stranger gets it

Where you go on is marked "Yours:" in the sources.
`;
}
