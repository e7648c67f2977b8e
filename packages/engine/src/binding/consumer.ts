import type { BindingObservation } from '@certctl/plugin-api';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { JournalEntry } from '../journal/journal.js';
import type { BindingRecord } from './binding-record.js';
import type { ConsumerOutcome, ConsumerState } from './consumer-outcome.js';
import type { ResolvedBinding } from './resolved-binding.js';

/** A consumer of a deploy, with what the journal knows of it. */
export interface RecordedConsumer extends ResolvedBinding {
  readonly record: BindingRecord;
}

/** The consumers of an entry, in the order in which they are bound. */
export function consumersOf(
  { consumers }: Pick<ResolvedTarget, 'consumers'>,
  { bindings = [] }: Pick<JournalEntry, 'bindings'>,
): readonly RecordedConsumer[] {
  return consumers.flatMap((consumer) => {
    const record = bindings.find(({ place }) => place.address === consumer.place.address);
    return record ? [{ ...consumer, record }] : [];
  });
}

/** What a consumer shall use, of a target whose certificate has this reference. */
export function wantedBy({ record }: RecordedConsumer, reference: string): string {
  return record.wanted?.reference ?? reference;
}

/** Whether the deploy has to point it elsewhere. */
export function isMoved(consumer: RecordedConsumer, reference: string): boolean {
  return !consumer.record.before.includes(wantedBy(consumer, reference));
}

/**
 * What a consumer is seen to use, against what it used before the deploy. `new`: something of the deploy is still to
 * be taken back. `foreign`: neither, so somebody else has pointed it elsewhere.
 */
export type SeenConsumer = 'previous' | 'new' | 'foreign' | 'gone';

export function seenConsumer(
  observation: BindingObservation,
  consumer: RecordedConsumer,
  reference: string,
): SeenConsumer {
  if (observation.state === 'absent') return 'gone';
  const { record, place } = consumer;
  const { references } = observation;
  const { before, superseded } = record;
  const added = references.includes(wantedBy(consumer, reference)) && isMoved(consumer, reference);
  if (place.slot === 'many') {
    const missing = superseded.some((one) => !references.includes(one));
    return added || missing ? 'new' : 'previous';
  }
  if (added) return 'new';
  return references.length === before.length && references.every((one) => before.includes(one))
    ? 'previous'
    : 'foreign';
}

export function outcomeOf(
  { plugin, place, record }: RecordedConsumer,
  state: ConsumerState,
  more: Pick<ConsumerOutcome, 'uses' | 'proof' | 'detached'> = {},
): ConsumerOutcome {
  const { address, title } = place;
  return { title, type: plugin.type, address, state, before: record.before, ...more };
}
