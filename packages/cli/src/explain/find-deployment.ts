import { readCertificate } from '@certctl/certificate';
import type { CertificateBrief, DeploymentRecord, JournalEntry } from '@certctl/engine';
import type { Persistence } from '@certctl/persistence';
import { usageError } from '../usage-error.js';

export interface FoundDeployment {
  readonly record: DeploymentRecord;
  /** Set when its process has left no record: it was killed, or is still at work. */
  readonly open?: JournalEntry;
}

/** Fewer characters of an id could be any word. */
const FEWEST = 4;

/**
 * The deployment of an id, of the beginning of one, or the last one of a target.
 * @throws CertctlError `usage`
 */
export async function findDeployment(word: string, store: Persistence): Promise<FoundDeployment> {
  const entries = await store.journal.openEntries();
  const [id, ...others] = await idsOf(word, entries, store);
  if (id === undefined) {
    throw usageError(
      `nothing is recorded of ${JSON.stringify(word)}`,
      'Give the id of a deployment, the beginning of one, or the id of a target; see certctl history TARGET.',
    );
  }
  if (others.length > 0) {
    throw usageError(`several deployments begin with ${word}`, `They are: ${[id, ...others].join(', ')}.`);
  }
  const record = await store.deployments.get(id);
  if (record) return { record };
  const open = entries.find((entry) => entry.id === id);
  if (open) return { record: recordOfOpen(open), open };
  throw usageError(
    `of ${id} only its rows of the audit are kept`,
    'See certctl history of its target; records are kept of the last 100 deploys of each.',
  );
}

/** The deployments that a word can mean. */
async function idsOf(
  word: string,
  open: readonly JournalEntry[],
  { audit, deployments }: Persistence,
): Promise<readonly string[]> {
  if ((await deployments.get(word)) || open.some(({ id }) => id === word)) return [word];
  if (word.length >= FEWEST) {
    const begun = open.map(({ id }) => id).filter((id) => id.startsWith(word));
    const all = new Set([...begun, ...(await audit.deploymentsOf(word))]);
    if (all.size > 0) return [...all];
  }
  // One that has not ended is the one that is asked about.
  const ofTarget = open.find(({ targetId }) => targetId === word)?.id;
  return [ofTarget ?? (await deployments.list(word, 1))[0]?.id].filter((id) => id !== undefined);
}

/** What the journal knows of a deploy whose process has left no record, killed or still at work. */
function recordOfOpen(entry: JournalEntry): DeploymentRecord {
  const { id, purpose, targetId, targetType, actor, openedAt, reference, addresses } = entry;
  const address = addresses.at(-1);
  const before = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
  return {
    id,
    purpose,
    target: { id: targetId, name: targetId, type: targetType },
    actor,
    ...(address === undefined ? {} : { address }),
    ...(reference === undefined ? {} : { reference }),
    startedAt: openedAt,
    endedAt: openedAt,
    ...(before ? { before: briefOf(before) } : {}),
    incoming: briefOf(entry.incoming.leaf),
    status: 'unresolved',
    findings: [],
    calls: [],
  };
}

function briefOf(der: Uint8Array): CertificateBrief {
  const { subject, serial, notBefore, notAfter, fingerprint } = readCertificate(der);
  return { subject, serial, notBefore, notAfter, fingerprint };
}
