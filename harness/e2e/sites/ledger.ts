import type { AuditRow } from '@certctl/engine';
import type { ClosedEntry, Persistence } from '@certctl/persistence';
import type { Attempt } from './attempt.js';

/** An attempt with everything that the records say of it. */
export interface Recorded extends Attempt {
  /** Its entry, when it has ended; undefined when it opened none. */
  readonly closed: ClosedEntry | undefined;
  /** Oldest first. */
  readonly rows: readonly AuditRow[];
}

const MOST_ROWS = 20;

export async function recorded(attempts: readonly Attempt[], records: Persistence): Promise<Recorded[]> {
  const found: Recorded[] = [];
  for (const attempt of attempts) {
    const rows = await records.audit.list({ deploymentId: attempt.id, limit: MOST_ROWS });
    found.push({
      ...attempt,
      closed: await records.journal.ended(attempt.id),
      rows: [...rows].reverse(),
    });
  }
  return found;
}

/** What is wrong with the rows of an attempt whose entry, if it opened one, is closed. */
export function ledgerProblems({ id, end, closed, rows }: Recorded): string[] {
  const ends = rows.filter(({ event }) => event === 'deploy' || event === 'recovery');
  const known = ends.filter(({ outcome }) => outcome !== 'unresolved');
  const blind = ends.filter(({ outcome }) => outcome === 'unresolved');
  const problems: string[] = [];
  const told = (text: string) =>
    problems.push(`${id}: ${text}; rows: ${rows.map(spelled).join(', ') || 'none'}`);
  if (closed) {
    if (known.length !== 1) told(`${known.length} rows tell its end`);
    if (known[0] && known[0].outcome !== closed.status) told(`the journal has ${closed.status}`);
    if (end !== 'killed' && end.status !== 'unresolved' && end.status !== closed.status) {
      told(`${end.status} was answered, and the journal has ${closed.status}`);
    }
    if (blind.length > (end === 'killed' || end.status === 'unresolved' ? 1 : 0)) {
      told('it is said to be unresolved, and nobody was told');
    }
    const back = rows
      .filter(({ event }) => event === 'restore' || event === 'withdraw')
      .map(({ event }) => event);
    if (back.join() !== (WAY_BACK[closed.status] ?? ''))
      told(`its way back has the rows ${back.join() || 'none'}`);
  } else if (end === 'killed') {
    // Killed before it wrote anything down, or when it had sent nothing and had said so.
    if (ends.length > 1) told('several rows tell its end');
  } else if (ends.length !== 1 || ends[0]?.outcome !== end.status) {
    told(`${end.status} was answered`);
  }
  return problems;
}

const WAY_BACK: Readonly<Record<string, string>> = {
  restored: 'restore',
  also_failed: 'restore',
  withdrawn: 'withdraw',
};

function spelled({ event, outcome }: AuditRow): string {
  return `${event} ${outcome}`;
}
