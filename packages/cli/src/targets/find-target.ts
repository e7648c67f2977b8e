import type { Target } from '@certctl/engine';
import { CertctlError, type StorePlugin } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import type { TargetFlags } from '../options/target-options.js';
import { usageError } from '../usage-error.js';
import { checkLocated, type LocatedTarget, readTargets, targetOf } from './read-targets.js';
import { fieldsOfFlags, targetFlagsGiven } from './target-of-flags.js';

/** What the session knows and a target is held to. */
export interface TargetRules {
  readonly plugins: readonly StorePlugin[];
  readonly allowEndpoints: boolean;
}

/**
 * The target that the command line means, checked with its plugin's schema.
 * @throws CertctlError `usage`, `file_unreadable`, and what reading and checking throw
 */
export async function findTarget(
  word: string | undefined,
  flags: TargetFlags,
  { plugins, allowEndpoints }: TargetRules,
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
    const all = await readTargets(file, await readText('targets', flags.targets, io), plugins);
    return admitted(pick(word, all, file), allowEndpoints);
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
  return admitted(located, allowEndpoints);
}

/**
 * Holds a target to the switch for endpoints before anything is opened, to say which flag it is. Whoever
 * writes the file could otherwise have private keys sent to a host of their own.
 */
function admitted({ target, where }: LocatedTarget, allowEndpoints: boolean): Target {
  if (target.config.endpoints === undefined || allowEndpoints) return target;
  throw new CertctlError(
    'target_invalid',
    `${where(['config', 'endpoints'])}: the target names endpoints of its own, and they would be sent the private key`,
    { remedy: 'Remove them, or allow them with --allow-endpoints or CERTCTL_ALLOW_ENDPOINTS=1.' },
  );
}

/** The one of that id or, failing that, of that name. */
export function pick(
  word: string | undefined,
  targets: readonly LocatedTarget[],
  file: string,
): LocatedTarget {
  const ids = targets.map(({ target }) => target.id).join(', ');
  if (word === undefined) {
    const [only, ...others] = targets;
    if (only && others.length === 0) return only;
    throw usageError(`${file} has ${targets.length} targets; which one?`, `Name one of: ${ids}.`);
  }
  const byId = targets.find(({ target }) => target.id === word);
  if (byId) return byId;
  const [byName, ...others] = targets.filter(({ target }) => target.name === word);
  if (byName && others.length === 0) return byName;
  const problem = byName ? 'is the name of several targets' : 'is not a target';
  throw usageError(`${JSON.stringify(word)} ${problem} of ${file}`, `Its ids are: ${ids}.`);
}
