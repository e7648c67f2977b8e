import type { Hold, RestoredHold } from '@certctl/engine';
import { minuteOf } from './time.js';

/** Why a target is on hold, as values of `entries`. */
export function holdLines(hold: Hold | RestoredHold): readonly string[] {
  const since = `since ${minuteOf(hold.since)}`;
  return 'backupAt' in hold
    ? [`${since}: the records come from a backup of ${minuteOf(hold.backupAt)}`]
    : [`${since}: ${hold.reason}`];
}
