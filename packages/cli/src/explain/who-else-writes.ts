import { PLUGINS } from '../session/plugins.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { isHeld } from './held-and-wanted.js';

/** What this engine has seen of other writers, and the command that reads the vendor's own record of them. */
export function whoElseWrites(facts: DeploymentFacts): readonly string[] {
  const { type } = facts.record.target;
  const known = PLUGINS.find((plugin) => plugin.type === type)?.capabilities.writers === true;
  const [first, ...more] = seen(facts);
  // The first screen has room for a line and for this; what is longer is told below it in full.
  return [first, ...(known ? [`$ certctl writers ${facts.words}`] : []), ...more];
}

function seen({ record, live }: DeploymentFacts): readonly [string, ...string[]] {
  const { why, holds, lastSeen, before, incoming } = record;
  if (why === 'foreign_writer' || holds === 'foreign' || lastSeen === 'foreign') {
    return [
      'A third certificate was seen: somebody else writes, it seems.',
      'It is neither of the two; or else the service has stored another one than it was sent.',
    ];
  }
  if (live === 'not asked' || !('status' in live)) {
    return ['During this deploy certctl has seen nobody else.'];
  }
  const { ownership, held } = live.status;
  if (ownership && !ownership.ours) return [`What is held now is not ours: ${ownership.why}.`];
  if (held && !isHeld(live, before) && !isHeld(live, incoming)) {
    return [`Something else is held by now; certctl history ${record.target.id} says if it was certctl.`];
  }
  return ['certctl has seen nobody else.'];
}
