import type { CallRecord } from '@certctl/engine';
import { RULES } from './expect-rules.js';
import type { FaultKind, FaultSlug } from './fault-kinds.js';
import type { Row } from './run-cell.js';
import type { Ended } from './scene.js';

/** What a call's failure is taken for, and whether repeating it helps. */
export interface Taken {
  readonly class: CallRecord['result'];
  readonly attempts: number;
  /** Whether the flow goes on as if nothing had been. */
  readonly isCured: boolean;
}

/** A cell, with all that its expectation may follow from. */
export interface Cell {
  readonly row: Row;
  readonly slug: FaultSlug;
  readonly forGood: boolean;
  readonly isWrite: boolean;
  readonly taken: Taken;
  /** How the flow ends without a fault. */
  readonly usual: Pick<Ended, 'status' | 'code' | 'holds' | 'why'> & { readonly held: string };
  /** What is there before the flow. */
  readonly before: string;
}

/** What must come of a cell. */
export interface Expected {
  readonly status: Ended['status'];
  readonly code?: string;
  readonly held: string;
  readonly attempts: number;
  /** What the attempts were taken for; not said where the call itself goes well. */
  readonly class?: CallRecord['result'];
  readonly audit: readonly string[];
  readonly counters: string;
  /** Name of the rule that it follows from. */
  readonly rule: string;
  /** A finding by which the outcome tells what would otherwise be wrong with it. */
  readonly finding?: string;
}

export interface Verdict {
  readonly status: Ended['status'];
  readonly code?: string | undefined;
  readonly held: string;
  readonly finding?: string;
}

export interface Rule {
  readonly name: string;
  readonly says: string;
  readonly of: (cell: Cell) => Verdict | undefined;
}

const CURED: readonly FaultSlug[] = ['429', '429-retry-after', 'slow'];
const REPEATED: readonly FaultSlug[] = ['5xx', 'reset', 'timeout-after-effect', 'truncated'];

/** How many times a call is tried: TIMING.attempts. */
const ATTEMPTS = 3;

function takenFor(slug: FaultSlug, operation: string, isWrite: boolean): Taken {
  const once = (kind: Taken['class']): Taken => ({ class: kind, attempts: 1, isCured: false });
  const isFile = operation.startsWith('filesystem:');
  if (operation === 'filesystem:Reload' && slug.startsWith('5xx')) return once('refused');
  if (isFile && slug === 'truncated') return once('ok');
  // The library that asks Entra ID says of all of it that the network failed.
  if (['Token', 'Discovery'].includes(operation) && slug.startsWith('429'))
    return takenFor(slug === '429-for-good' ? '5xx-for-good' : '5xx', operation, isWrite);
  // To the engine an endpoint that does not answer is none: it is for the plugin to ask it again.
  if (operation === 'tls:Handshake' && (REPEATED.includes(slug) || slug === '5xx-for-good'))
    return once('absent');
  if (CURED.includes(slug)) {
    return slug === 'slow'
      ? { class: 'ok', attempts: 1, isCured: true }
      : { class: 'throttled', attempts: 2, isCured: true };
  }
  if (REPEATED.includes(slug)) {
    return isWrite ? once('uncertain') : { class: 'broken', attempts: 2, isCured: true };
  }
  switch (slug) {
    case '401':
    case '403':
      return once('refused');
    case '404':
      return once('absent');
    case '409':
      return once('conflict');
    case '429-for-good':
      return { class: 'throttled', attempts: ATTEMPTS, isCured: false };
    case '5xx-for-good':
      return isWrite ? once('uncertain') : { class: 'broken', attempts: ATTEMPTS, isCured: false };
    default:
      return once('ok');
  }
}

/** What must come of a cell, by the first rule that speaks of it. @throws when none does */
export function expectedOf(row: Row, fault: FaultKind, usual: Cell['usual'], before: string): Expected {
  const isWrite = /^(Import|Add|Remove|Modify|Delete|Update|Recover|filesystem:(Write|Reload|Remove))/.test(
    row.operation,
  );
  const taken = takenFor(fault.slug, row.operation, isWrite);
  const cell: Cell = {
    row,
    slug: fault.slug,
    forGood: fault.lasts === 'for good',
    isWrite,
    taken,
    usual,
    before,
  };
  for (const { name, of } of RULES) {
    const verdict = of(cell);
    if (verdict === undefined) continue;
    const { status, code, held, finding } = verdict;
    return {
      status,
      ...(code === undefined ? {} : { code }),
      held,
      attempts: taken.attempts,
      ...(taken.class === 'ok' || isAnswer(cell) ? {} : { class: taken.class }),
      audit: auditOf(status, row),
      counters: COUNTERS[status] ?? '',
      rule: name,
      ...(finding === undefined ? {} : { finding }),
    };
  }
  throw new Error(
    `no rule speaks of ${row.flow.plugin}/${row.flow.slug}/${row.operation}@${row.moment}/${fault.slug}`,
  );
}

/** That a file is not there is an answer, but where its directory is looked for. */
function isAnswer({ row, slug }: Cell): boolean {
  const { flow, operation, moment, nth } = row;
  return (
    slug === '404' &&
    operation === 'filesystem:Read' &&
    flow.slug !== 'discover' &&
    !(moment === 'before' && nth === 1)
  );
}

const COUNTERS: Partial<Record<Ended['status'], string>> = {
  deployed: 'success',
  unchanged: 'success',
  failed: 'failure',
  refused: 'failure',
  busy: 'failure',
  restored: 'failure, restored',
  withdrawn: 'failure, restored',
  also_failed: 'failure, also_failed',
};

/** One row for the attempt; where it was taken back, one for that and one for the hold; an undeletion's comes first. */
function auditOf(status: Ended['status'], { flow, moment }: Row): readonly string[] {
  if (status === 'listed' || status === 'thrown') return [];
  if (status === 'adopted') return ['adoption done'];
  const undeletes = flow.slug === 'undelete' || flow.slug === 'redelete';
  const act = undeletes && moment !== 'before' ? ['undelete done'] : [];
  const back =
    status === 'restored' || status === 'also_failed'
      ? [`restore ${status}`]
      : status === 'withdrawn'
        ? ['withdraw withdrawn']
        : [];
  const deployed = undeletes && status === 'deployed' && act.length === 0 ? ['undelete done'] : act;
  return [...deployed, `deploy ${status}`, ...back, ...(back.length > 0 ? ['hold done'] : [])];
}
