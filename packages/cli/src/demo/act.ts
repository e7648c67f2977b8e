import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Outcome, Plan } from '@certctl/engine';
import type { Stage } from './stage.js';

/** Something that was looked at, past the engine, and whether it is so. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
}

/** What an act leaves: how it ended, and what was then seen. */
export interface Played {
  readonly ended: { readonly outcome: Outcome } | { readonly plan: Plan };
  readonly checks: readonly Check[];
}

export interface Act {
  readonly title: string;
  /** What happens and why it matters, for the reader. */
  readonly about: string;
  /** The outcome's or the plan's word that it must end with. */
  readonly expected: Outcome['status'] | Plan['verdict'];
  play(stage: Stage, memory: Memory): Promise<Played>;
}

/** What later acts know of earlier ones. */
export interface Memory {
  standing: Standing | undefined;
}

/** The certificate that should be held, and its address. */
export interface Standing {
  readonly arn: string;
  readonly current: IssuedLeaf;
}

/** @throws Error when no act before has left a certificate */
export function standingOf({ standing }: Memory): Standing {
  if (standing === undefined) throw new Error('the first act left no certificate');
  return standing;
}

export function wordOf(ended: Played['ended']): string {
  return 'outcome' in ended ? ended.outcome.status : ended.plan.verdict;
}
