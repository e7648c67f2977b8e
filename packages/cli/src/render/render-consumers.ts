import type { ConsumerOutcome, ConsumerStatus } from '@certctl/engine';
import { oneLine } from './one-line.js';

/** The consumers of a target as a value of `entries`: what each of them uses now. */
export function consumerLines(consumers: readonly ConsumerStatus[] | undefined): string | undefined {
  return consumers?.map((each) => oneLine(`${each.title}: ${useOf(each)}`)).join('\n');
}

function useOf({ state, bound, uses, serves, unreachable }: ConsumerStatus): string {
  if (state === 'absent') return 'does not exist';
  const use = bound ? 'points here' : `points at ${uses.join(', ') || 'nothing'}`;
  if (serves) return `${use}, serves serial ${serves.serial}`;
  return unreachable === undefined ? use : `${use}; not asked: ${unreachable}`;
}

const STATES = {
  bound: 'points at',
  unchanged: 'was not touched',
  back: 'points again at',
  gone: 'does not exist any more',
  left: 'NOT BROUGHT BACK, or it cannot be told',
} as const satisfies Record<ConsumerOutcome['state'], string>;

const PROOFS = {
  reference: 'proven by its settings',
  handshake: 'proven by a handshake',
} as const satisfies Record<NonNullable<ConsumerOutcome['proof']>, string>;

/** What became of the consumers of a deploy, as a value of `entries`. */
export function consumerOutcomeLines(consumers: readonly ConsumerOutcome[] | undefined): string | undefined {
  return consumers
    ?.map(({ title, state, uses, proof, detached }) => {
      const what = uses === undefined ? STATES[state] : `${STATES[state]} ${uses}`;
      const how = proof ? `: ${PROOFS[proof]}` : '';
      const away = detached?.length ? `; taken away: ${detached.join(', ')}` : '';
      return oneLine(`${title} ${what}${how}${away}`);
    })
    .join('\n');
}
