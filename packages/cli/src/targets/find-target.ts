import type { KeepMode, Target } from '@certctl/engine';
import { CertctlError, type Plugin } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import type { TargetFlags } from '../options/target-options.js';
import { usageError } from '../usage-error.js';
import { checkLocated, type LocatedTarget, readTargets, targetOf } from './read-targets.js';
import { parseSelector } from './selector.js';
import { fieldsOfFlags, targetFlagsGiven } from './target-of-flags.js';
import type { CertificateFiles } from './target-schema.js';

/** What the session knows and a target is held to. */
export interface TargetRules {
  readonly plugins: readonly Plugin[];
  readonly allowEndpoints: boolean;
}

/** A target that may be worked on, and the files of its certificate where the file of targets names them. */
export interface FoundTarget {
  readonly target: Target;
  readonly files?: CertificateFiles;
}

/**
 * The target that the command line means, checked with its plugin's schema.
 * @throws CertctlError `usage`, `file_unreadable`, and what reading and checking throw
 */
export async function findTarget(
  word: string | undefined,
  flags: TargetFlags & { readonly keep?: KeepMode },
  rules: TargetRules,
  io: Io,
): Promise<FoundTarget> {
  return keeping(await findDescribed(word, flags, rules, io), flags);
}

/** What the command line says of keys counts for this command, whatever the file says. */
function keeping(found: FoundTarget, { keep }: { readonly keep?: KeepMode }): FoundTarget {
  return keep === undefined ? found : { ...found, target: { ...found.target, keep } };
}

async function findDescribed(
  word: string | undefined,
  flags: TargetFlags,
  rules: TargetRules,
  io: Io,
): Promise<FoundTarget> {
  const given = targetFlagsGiven(flags);
  if (flags.targets !== undefined) {
    const { file, all } = await targetsOf(flags, given, rules, io);
    return admitted(pick(word, all, file), rules.allowEndpoints);
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
  const target = targetOf(fieldsOfFlags(flags), 'command line');
  const where = () => 'command line';
  await checkLocated({ target, where }, rules.plugins);
  return admitted({ target, where, labels: {} }, rules.allowEndpoints);
}

/**
 * All targets of the file, or those that the selector chooses.
 * @throws CertctlError `usage` when there is no file, or nothing is chosen
 */
export async function selectTargets(
  flags: TargetFlags & { readonly selector?: string; readonly keep?: KeepMode },
  rules: TargetRules,
  io: Io,
): Promise<readonly FoundTarget[]> {
  const { file, all } = await targetsOf(flags, targetFlagsGiven(flags), rules, io);
  const selects = flags.selector === undefined ? () => true : parseSelector(flags.selector);
  const chosen = all.filter(({ labels }) => selects(labels));
  if (chosen.length === 0) {
    throw usageError(
      `${JSON.stringify(flags.selector)} selects none of the ${all.length} targets of ${file}`,
      'Labels are those of the file, and id, type, name, connection and certificate_id.',
    );
  }
  return chosen.map((located) => keeping(admitted(located, rules.allowEndpoints), flags));
}

async function targetsOf(
  flags: TargetFlags,
  given: readonly string[],
  { plugins }: TargetRules,
  io: Io,
): Promise<{ readonly file: string; readonly all: readonly LocatedTarget[] }> {
  if (flags.targets === undefined) throw usageError('--all needs a file of targets', 'Give -f FILE.');
  if (given.length > 0) {
    throw usageError(
      `${given.join(', ')} cannot be combined with -f`,
      'Describe the target in the file, or by flags alone.',
    );
  }
  const file = flags.targets === '-' ? '<stdin>' : flags.targets;
  return { file, all: await readTargets(file, await readText('targets', flags.targets, io), plugins) };
}

/**
 * Holds a target to the switch for endpoints before anything is opened, to say which flag it is. Whoever
 * writes the file could otherwise have private keys sent to a host of their own.
 */
function admitted({ target, where, files }: LocatedTarget, allowEndpoints: boolean): FoundTarget {
  const parts = [
    { path: ['config', 'endpoints'], config: target.config },
    ...(target.bindings ?? []).map(({ config }, index) => ({
      path: ['bindings', index, 'config', 'endpoints'],
      config,
    })),
  ];
  const own = parts.find(({ config }) => config.endpoints !== undefined);
  if (own && !allowEndpoints) {
    throw new CertctlError(
      'target_invalid',
      `${where(own.path)}: the target names endpoints of its own, and they would be sent the private key`,
      { remedy: 'Remove them, or allow them with --allow-endpoints or CERTCTL_ALLOW_ENDPOINTS=1.' },
    );
  }
  return { target, ...(files ? { files } : {}) };
}

/** The one of that id or, failing that, of that name. */
export function pick(
  word: string | undefined,
  targets: readonly LocatedTarget[],
  file: string,
): LocatedTarget {
  const all = targets.map(({ target }) => target.id);
  const ids = all.length > 20 ? `${all.slice(0, 20).join(', ')} and ${all.length - 20} more` : all.join(', ');
  if (word === undefined) {
    const [only, ...others] = targets;
    if (only && others.length === 0) return only;
    throw usageError(
      `${file} has ${targets.length} targets; which one?`,
      `Name one of: ${ids}. Or use --all.`,
    );
  }
  const byId = targets.find(({ target }) => target.id === word);
  if (byId) return byId;
  const [byName, ...others] = targets.filter(({ target }) => target.name === word);
  if (byName && others.length === 0) return byName;
  const problem = byName ? 'is the name of several targets' : 'is not a target';
  throw usageError(`${JSON.stringify(word)} ${problem} of ${file}`, `Its ids are: ${ids}.`);
}
