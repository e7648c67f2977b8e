import type { Recorded } from './ledger.js';

/**
 * Whether what a service was sent, in its order, is what the journal says of the deploys, in theirs: a deploy
 * that failed has left nothing, one that went back is followed by what was there before, and nothing came twice.
 */
export function historyProblems(
  all: readonly Recorded[],
  imports: readonly string[] | undefined,
  storesAnother: boolean,
): string[] {
  if (!imports) return [];
  const sent = new Set(all.map(({ leaf }) => leaf.facts.fingerprint));
  let held: string | undefined;
  let at = 0;
  for (const { leaf, closed } of all) {
    const own = leaf.facts.fingerprint;
    const isOwn = (stored: string | undefined) =>
      stored !== undefined && (stored === own || (storesAnother && !sent.has(stored)));
    if (!closed?.entry.imports) {
      if (closed?.status === 'deployed') held = own;
      continue;
    }
    switch (closed.status) {
      case 'deployed':
        if (imports[at] !== own) return [differs(all, imports, at)];
        at += 1;
        held = own;
        break;
      case 'restored':
        // Where nothing was held before, what was taken back is gone with its imports.
        if (held === undefined || !isOwn(imports[at]) || imports[at + 1] !== held) break;
        at += 1;
        // Putting back may be asked for again when its answer was lost.
        while (imports[at] === held) at += 1;
        break;
      // Of what was withdrawn the imports may be gone with the certificate.
      case 'withdrawn':
      case 'also_failed':
        if (isOwn(imports[at])) at += 1;
        break;
      default:
    }
  }
  return at === imports.length ? [] : [differs(all, imports, at)];
}

function differs(all: readonly Recorded[], imports: readonly string[], at: number): string {
  const journal = all.map(
    ({ leaf, closed }) => `${leaf.facts.fingerprint.slice(0, 8)} ${closed?.status ?? 'none'}`,
  );
  const service = imports.map((leaf) => leaf.slice(0, 8));
  return `from import ${at + 1} on the service was sent something else than the journal tells: ${service.join(', ')} against ${journal.join(', ')}`;
}
