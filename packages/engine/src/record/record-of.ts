import { readCertificate } from '@certctl/certificate';
import type { CertctlError, EpochMs, Finding } from '@certctl/plugin-api';
import type { Deployment } from '../flow/deployment.js';
import type { JournalEntry } from '../journal/journal.js';
import { briefOf } from '../outcome/brief.js';
import type { Outcome } from '../outcome/outcome.js';
import type { DeploymentRecord, RecordedError } from './deployment-records.js';

/** What is kept of an outcome. */
export function recordOf(outcome: Outcome, { actor }: Pick<Deployment, 'actor'>): DeploymentRecord {
  const { deploymentId, plan, calls, ...rest } = outcome;
  return {
    ...rest,
    id: deploymentId,
    actor,
    ...('error' in rest ? { error: errorOf(rest.error) } : {}),
    ...('rollbackError' in rest && rest.rollbackError ? { rollbackError: errorOf(rest.rollbackError) } : {}),
    ...(plan ? { rollback: plan.rollback } : {}),
    calls: [...calls],
  } as DeploymentRecord; // an outcome's own fields are those of the record, spread over its variants
}

type End = Pick<DeploymentRecord, 'status' | 'holds' | 'why' | 'revision' | 'commands' | 'consumers'>;

/** How a later deploy has closed one. */
export interface ClosedAs extends End {
  readonly at: EpochMs;
  /** Where what the deploy made was found. */
  readonly reference?: string | undefined;
  /** Why it had to be taken back, where that was seen only now. */
  readonly error?: CertctlError;
  readonly rollbackError?: CertctlError;
  readonly findings?: readonly Finding[];
}

/** What is known in the end of a deploy that another one closed, whether its process left a record or not. */
export function closedRecord(
  entry: JournalEntry,
  known: DeploymentRecord | undefined,
  closer: Deployment,
  { at, reference = entry.reference, error, rollbackError, findings = [], ...ended }: ClosedAs,
): DeploymentRecord {
  const before = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
  return {
    purpose: entry.purpose,
    target: { id: entry.targetId, name: entry.targetId, type: entry.targetType },
    actor: entry.actor,
    startedAt: entry.openedAt,
    ...(before ? { before: briefOf(readCertificate(before)) } : {}),
    incoming: briefOf(readCertificate(entry.incoming.leaf)),
    calls: [],
    ...known,
    id: entry.id,
    ...(reference === undefined ? {} : { reference }),
    endedAt: at,
    ...endedAs(ended),
    ...(error ? { error: errorOf(error) } : {}),
    ...(rollbackError ? { rollbackError: errorOf(rollbackError) } : {}),
    findings: [...(known?.findings ?? []), ...findings],
    closedBy: { deploymentId: closer.id, at, phase: entry.phase, calls: [...closer.calls] },
  };
}

function endedAs({ status, holds, why, revision, commands, consumers }: End): End {
  return {
    status,
    ...(holds === undefined ? {} : { holds }),
    ...(why === undefined ? {} : { why }),
    ...(revision === undefined ? {} : { revision }),
    ...(commands ? { commands } : {}),
    ...(consumers ? { consumers } : {}),
  };
}

function errorOf({ code, message, remedy, retryable, operation, failure }: CertctlError): RecordedError {
  return { code, message, remedy, retryable, operation, failure };
}
