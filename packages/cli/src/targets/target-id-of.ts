import type { Io } from '../io.js';
import { readText } from '../material/read-input.js';
import { PLUGINS } from '../session/plugins.js';
import { pick } from './find-target.js';
import { readTargets } from './read-targets.js';

/**
 * The id of the target that a word means in a file, for commands that ask no service anything.
 * @throws CertctlError `usage`, `file_unreadable`, `target_invalid`
 */
export async function targetIdOf(word: string | undefined, targets: string, io: Io): Promise<string> {
  const file = targets === '-' ? '<stdin>' : targets;
  const all = await readTargets(file, await readText('targets', targets, io), PLUGINS);
  return pick(word, all, file).target.id;
}
