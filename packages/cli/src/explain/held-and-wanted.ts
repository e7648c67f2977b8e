import type { CertificateBrief, DeploymentRecord } from '@certctl/engine';
import type { CertctlError } from '@certctl/plugin-api';
import { oneLine } from '../render/one-line.js';
import { expiry, minuteOf } from '../render/time.js';
import type { DeploymentFacts } from './deployment-facts.js';

/** What the target holds: looked up, or what was last seen, and when. */
export function holdsNow({ record, open, live, words, now }: DeploymentFacts): readonly string[] {
  if (live !== 'not asked' && 'status' in live) {
    const { held, state } = live.status;
    if (!held) return [state === 'deleted' ? 'a deleted name: consumers are given nothing' : 'nothing'];
    const isComparable = record.before !== undefined || record.incoming !== undefined;
    const away = (live.status.consumers ?? []).filter(({ bound }) => !bound);
    return [
      lineOf(held, now),
      ...(isComparable ? [whichOf(held, record)] : []),
      ...(away.length > 0 ? [`not used by ${away.map(({ title }) => title).join(', ')}`] : []),
    ];
  }
  const why =
    live === 'not asked'
      ? `not looked up. To look: certctl explain ${words}`
      : `it cannot be looked up now (${codeOf(live.error)})`;
  const seen = open ? undefined : lastSeen(record, now);
  if (seen !== undefined) return [`last seen ${minuteOf(record.endedAt)}: ${seen}`, why];
  const { before } = record;
  return [`not known, and ${why}`, ...(before ? [`before: ${lineOf(before, now)}`] : [])];
}

function codeOf({ code, operation, failure }: CertctlError): string {
  return failure ? `${operation ?? 'a call'}: ${failure.code}` : code;
}

/** What the deploy was to bring, or to bring back. */
export function wanted({ record, now }: DeploymentFacts): readonly string[] {
  if (!record.incoming) return ['not known: the material, or what to go back to, was not read'];
  return [lineOf(record.incoming, now)];
}

/** Which of the two certificates that the deploy was about it is. */
export function isHeld(live: DeploymentFacts['live'], brief: CertificateBrief | undefined): boolean {
  if (live === 'not asked' || !('status' in live) || brief === undefined) return false;
  return live.status.held?.fingerprint === brief.fingerprint;
}

function lineOf(brief: CertificateBrief, now: number): string {
  return oneLine(`${brief.subject}, serial ${brief.serial}, ${expiry(brief.notAfter, now)}`);
}

function whichOf(held: CertificateBrief, { before, incoming, purpose }: DeploymentRecord): string {
  const back = purpose === 'rollback';
  switch (held.fingerprint) {
    case incoming?.fingerprint:
      return back ? 'the one that was to be brought back' : 'the new one: what was wanted';
    case before?.fingerprint:
      return back ? 'the one that was to be left' : 'the one from before this deploy';
    default:
      return 'neither the one from before nor the wanted one';
  }
}

const HOLDS = {
  previous: 'the certificate from before',
  new: 'the new certificate',
  foreign: "somebody else's certificate",
  disabled: 'a disabled version: consumers are given nothing',
  absent: 'nothing',
} as const;

/** Undefined when nothing was seen at the end. */
function lastSeen(record: DeploymentRecord, now: number): string | undefined {
  const { status, incoming, before } = record;
  const named = (brief: CertificateBrief | undefined, what: string): string =>
    brief ? lineOf(brief, now) : what;
  switch (status) {
    case 'deployed':
    case 'unchanged':
      return named(incoming, HOLDS.new);
    case 'restored':
    case 'failed':
    case 'refused':
    case 'busy':
      return before && lineOf(before, now);
    case 'withdrawn':
      return HOLDS.absent;
    case 'also_failed':
      return record.holds === undefined ? undefined : heldWord(record, record.holds, named);
    case 'unresolved':
      return record.lastSeen === undefined || record.lastSeen === 'unknown'
        ? undefined
        : heldWord(record, record.lastSeen, named);
  }
}

function heldWord(
  { incoming, before }: DeploymentRecord,
  holds: keyof typeof HOLDS,
  named: (brief: CertificateBrief | undefined, what: string) => string,
): string {
  if (holds === 'new') return named(incoming, HOLDS.new);
  if (holds === 'previous') return named(before, HOLDS.previous);
  return HOLDS[holds];
}
