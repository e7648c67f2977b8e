import type { Phase } from './journal.js';

/**
 * What a service is seen to hold, against the pre-image of one journal entry. `previous`: what was there
 * before, also when that was nothing. `gone`: something was there before, and the service says that
 * nothing is now. `recovered`: what was deleted before is there again, with nothing on top of it.
 * `unknown`: it could not be observed.
 */
export type Seen = 'previous' | 'new' | 'foreign' | 'gone' | 'recovered' | 'unknown';

/**
 * - `abandon`: nothing was changed; close as `failed`
 * - `forward`: tag, prove, commit; proof that fails leads back from there
 * - `back`: put the previous certificate back, take the fresh one away, or delete again what was recovered
 * - `confirm`: the way back has arrived; prove it and close
 * - `leave`: somebody else wrote; touch nothing, close as `also_failed`
 * - `wait`: it cannot be known now; the entry stays open, `unresolved`
 */
export type Decision = 'abandon' | 'forward' | 'back' | 'confirm' | 'leave' | 'wait';

/**
 * Whether an open entry goes forward or back. Read: phase of the journal, then what is seen once the last
 * request can no longer be under way and the settle time has passed.
 *
 * Once an entry is on its way back it never goes forward again: its material is known to be bad.
 */
export const DECISIONS: Readonly<Record<Phase, Readonly<Record<Seen, Decision>>>> = {
  // Nothing was sent yet, so whatever is held is not of this deploy's making.
  opened: {
    previous: 'abandon',
    new: 'abandon',
    foreign: 'abandon',
    gone: 'abandon',
    recovered: 'abandon',
    unknown: 'abandon',
  },
  // Recovered perhaps, and nothing imported: the name goes back to where it was.
  undeleting: {
    previous: 'abandon',
    new: 'leave',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
  // Sent perhaps. The new leaf proves that it arrived; the state of before, that it did not.
  importing: {
    previous: 'abandon',
    new: 'forward',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
  // The service has answered that it took the import. A read that still shows the old state may lag, so
  // the proof, which waits for it, decides.
  imported: {
    previous: 'forward',
    new: 'forward',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'forward',
    unknown: 'wait',
  },
  tagging: {
    previous: 'back',
    new: 'forward',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
  // The store is proven; some consumers may be pointed at it already.
  binding: {
    previous: 'back',
    new: 'forward',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
  // Consumers first, then the store: what it holds is still the new certificate.
  unbinding: {
    previous: 'back',
    new: 'back',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
  restoring: {
    previous: 'confirm',
    new: 'back',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'leave',
    unknown: 'wait',
  },
  withdrawing: {
    previous: 'confirm',
    new: 'back',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'leave',
    unknown: 'wait',
  },
  redeleting: {
    previous: 'confirm',
    new: 'back',
    foreign: 'leave',
    gone: 'leave',
    recovered: 'back',
    unknown: 'wait',
  },
};

export function decide(phase: Phase, seen: Seen): Decision {
  return DECISIONS[phase][seen];
}
