import type { Held } from '@certctl/plugin-api';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { Journal } from '../journal/journal.js';

/** How far back a revision is looked for. */
const MOST = 50;

/**
 * Whether the journal says that a deploy of the target made this very revision, however it ended. A store that keeps
 * revisions gives each an id that no other import is given, so that a stranger who imports the same leaf is told apart:
 * the leaf alone would not do.
 */
export async function madeHere(
  { plugin, place, target }: ResolvedTarget,
  held: Pick<Held, 'revision'>,
  journal: Journal,
): Promise<boolean> {
  const { revision } = held;
  if (plugin.capabilities.rotation !== 'versioned' || revision === undefined) return false;
  const closed = await journal.history(target.id, MOST);
  return closed.some(({ entry }) => entry.revision === revision && entry.addresses.includes(place.address));
}
