import type { Target } from '@certctl/engine';
import type { StorePlugin } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import type { TargetFlags } from '../options/target-options.js';
import { usageError } from '../usage-error.js';
import { checkLocated, type LocatedTarget, readTargets, targetOf } from './read-targets.js';
import { fieldsOfFlags, targetFlagsGiven } from './target-of-flags.js';

/**
 * The target that the command line means, checked with its plugin's schema.
 * @throws CertctlError `usage`, `file_unreadable`, and what reading and checking throw
 */
export async function findTarget(
  word: string | undefined,
  flags: TargetFlags,
  plugins: readonly StorePlugin[],
  io: Io,
): Promise<Target> {
  const given = targetFlagsGiven(flags);
  if (flags.targets !== undefined) {
    if (given.length > 0) {
      throw usageError(
        `${given.join(', ')} cannot be combined with -f`,
        'Describe the target in the file, or by flags alone.',
      );
    }
    const file = flags.targets === '-' ? '<stdin>' : flags.targets;
    return pick(word, await readTargets(file, await readText('targets', flags.targets, io), plugins), file);
  }
  if (given.length === 0) {
    throw usageError(
      'which target?',
      'Give a file with -f FILE, or a target with --type, --id and its fields.',
    );
  }
  if (word !== undefined) {
    throw usageError(
      `the target ${JSON.stringify(word)} has no file to be found in`,
      'Give -f FILE, or --id instead.',
    );
  }
  const located: LocatedTarget = {
    target: targetOf(fieldsOfFlags(flags), 'command line'),
    where: () => 'command line',
  };
  await checkLocated(located, plugins);
  return located.target;
}

/** The one of that id or, failing that, of that name. */
export function pick(word: string | undefined, targets: readonly LocatedTarget[], file: string): Target {
  const all = targets.map(({ target }) => target);
  const ids = all.map(({ id }) => id).join(', ');
  if (word === undefined) {
    const [only, ...others] = all;
    if (only && others.length === 0) return only;
    throw usageError(`${file} has ${all.length} targets; which one?`, `Name one of: ${ids}.`);
  }
  const byId = all.find(({ id }) => id === word);
  if (byId) return byId;
  const [byName, ...others] = all.filter(({ name }) => name === word);
  if (byName && others.length === 0) return byName;
  const problem = byName ? 'is the name of several targets' : 'is not a target';
  throw usageError(`${JSON.stringify(word)} ${problem} of ${file}`, `Its ids are: ${ids}.`);
}
