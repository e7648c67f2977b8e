import type { RecoveryStep } from '@certctl/plugin-api';
import { consumersOf, isMoved } from '../binding/consumer.js';
import type { JournalEntry } from '../journal/journal.js';
import type { ResolvedTarget } from './deployment.js';

/** What a person can do by hand: the consumers first, because pointing them back needs no key. */
export function recoveryCommands(resolved: ResolvedTarget, entry: JournalEntry): readonly RecoveryStep[] {
  const { store, config, place } = resolved;
  const pointing = consumerCommands(resolved, entry);
  const before = entry.preImage.state === 'present' ? entry.preImage.tags : undefined;
  return [...pointing, ...store.recoveryCommands({ config, place, tags: before ?? entry.tags })];
}

/** Has the consumers use again what they used before. */
function consumerCommands(resolved: ResolvedTarget, entry: JournalEntry): readonly RecoveryStep[] {
  const reference = entry.reference ?? resolved.place.reference ?? '';
  return consumersOf(resolved, entry).flatMap((consumer) => {
    const { binding, record } = consumer;
    if (!isMoved(consumer, reference)) return [];
    const back = consumer.place.slot === 'one' ? record.before.slice(0, 1) : record.superseded;
    return back.flatMap((one) =>
      binding.recoveryCommands({ place: consumer.place, config: consumer.config, reference: one }),
    );
  });
}
