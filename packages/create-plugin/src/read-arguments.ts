import { parseArgs } from 'node:util';
import { CertctlError } from '@certctl/plugin-api';
import type { Choices } from './choices.js';

/** What the command line says. */
export interface Arguments {
  readonly folder?: string;
  /** Answers that were given as flags. */
  readonly given: { readonly [Name in keyof Choices]?: string };
  /** Ask nothing: what was not given is taken from the folder's name. */
  readonly yes: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

const OPTIONS = {
  kind: { type: 'string', short: 'k' },
  service: { type: 'string', short: 's' },
  alias: { type: 'string' },
  type: { type: 'string', short: 't' },
  name: { type: 'string', short: 'n' },
  license: { type: 'string' },
  author: { type: 'string' },
  'store-type': { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** @throws CertctlError `usage` for a flag that is not known, has no value, or a second folder */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parsed(argv);
  const [folder, second] = positionals;
  if (second !== undefined) throw usage(`"${second}" is one folder too many`);
  const { name, yes = false, help = false, version = false, 'store-type': storeType, ...answers } = values;
  return {
    ...(folder === undefined ? {} : { folder }),
    given: {
      ...answers,
      ...(name === undefined ? {} : { packageName: name }),
      ...(storeType === undefined ? {} : { storeType }),
    },
    ...{ yes, help, version },
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's own sentence names the flag; what it advises about positionals is of no use here.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw usage(sentence.replace(/^./, (letter) => letter.toLowerCase()).replace(/\.$/, ''));
  }
}

function usage(message: string): CertctlError {
  return new CertctlError('usage', message, { remedy: 'See npm create @certctl/plugin -- --help.' });
}
