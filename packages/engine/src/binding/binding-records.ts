import type { Plan } from '../plan/plan.js';
import type { BindingRecord } from './binding-record.js';
import type { SeenBinding } from './binding-survey.js';

/** The consumers of a deploy as its journal entry keeps them, before anything is sent. */
export function bindingRecords(
  seen: readonly SeenBinding[],
  { consumers = [] }: Pick<Plan, 'consumers'>,
): readonly BindingRecord[] {
  return seen.flatMap(({ consumer, observation }) => {
    if (observation.state === 'absent') return [];
    const { plugin, config, place } = consumer;
    const planned = consumers.find(({ address }) => address === place.address);
    return [
      {
        type: plugin.type,
        config,
        place,
        before: observation.references,
        ...(observation.serves ? { serves: observation.serves } : {}),
        superseded: planned?.superseded ?? [],
      },
    ];
  });
}
