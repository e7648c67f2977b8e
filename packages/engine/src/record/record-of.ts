import { readCertificate } from '@certctl/certificate';
import type { CertctlError, RecoveryStep } from '@certctl/plugin-api';
import type { ConsumerOutcome } from '../binding/consumer-outcome.js';
import type { Deployment } from '../flow/deployment.js';
import type { JournalEntry } from '../journal/journal.js';
import { briefOf } from '../outcome/brief.js';
import type { Holds, Outcome, OutcomeStatus } from '../outcome/outcome.js';
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

/** What is known in the end of a deploy that another one closed, whether its process left a record or not. */
export function closedRecord(
  entry: JournalEntry,
  known: DeploymentRecord | undefined,
  closer: Deployment,
  ended: {
    readonly status: OutcomeStatus;
    readonly at: number;
    readonly holds?: Holds;
    readonly revision?: string;
    readonly commands?: readonly RecoveryStep[];
    readonly consumers?: readonly ConsumerOutcome[];
  },
): DeploymentRecord {
  const { status, at, holds, revision, commands, consumers } = ended;
  const before = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
  return {
    purpose: entry.purpose,
    target: { id: entry.targetId, name: entry.targetId, type: entry.targetType },
    actor: entry.actor,
    startedAt: entry.openedAt,
    ...(before ? { before: briefOf(readCertificate(before)) } : {}),
    incoming: briefOf(readCertificate(entry.incoming.leaf)),
    findings: [],
    calls: [],
    ...known,
    id: entry.id,
    ...(entry.reference === undefined ? {} : { reference: entry.reference }),
    endedAt: at,
    status,
    ...(holds === undefined ? {} : { holds }),
    ...(revision === undefined ? {} : { revision }),
    ...(commands ? { commands } : {}),
    ...(consumers ? { consumers } : {}),
    closedBy: { deploymentId: closer.id, at, phase: entry.phase, calls: [...closer.calls] },
  };
}

function errorOf({ code, message, remedy, retryable, operation, failure }: CertctlError): RecordedError {
  return { code, message, remedy, retryable, operation, failure };
}
