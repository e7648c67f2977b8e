import type { CallRecord, DeploymentRecord, RecordedError } from '@certctl/engine';
import { oneLine } from '../render/one-line.js';
import { NOT_TAKEN_BACK } from '../render/render-recovery.js';
import type { DeploymentFacts } from './deployment-facts.js';

/** Lines of refusals on the first screen. */
const MOST = 3;

/** Each failure with its step, the vendor's code and the id under which the vendor knows the request. */
export function whatFailed({ record, open }: DeploymentFacts): readonly string[] {
  if (open) return [`its process was killed, or is still at work; it had come to: ${open.phase}`];
  const { error, rollbackError, status, findings } = record;
  if (status === 'refused') {
    const refusals = findings.filter(({ severity }) => severity === 'refusal');
    const lines = refusals.slice(0, MOST).map(({ code, message }) => oneLine(`plan: ${code}: ${message}`));
    const more = refusals.length - lines.length;
    if (lines.length > 0) return [...lines, ...(more > 0 ? [`and ${more} more findings, below`] : [])];
  }
  const calls = callsOf(record);
  const lost = status === 'unresolved' ? lostWrite(calls) : undefined;
  const lines = [
    ...(lost ? [lost] : []),
    ...(error ? [failureLine(error, calls, (step) => !WAYS_BACK.includes(step))] : killed(record)),
    ...wayBack(record, rollbackError && failureLine(rollbackError, calls, () => true)),
  ];
  return lines.length > 0 ? lines : ['nothing'];
}

/** A process that was killed has left no error. */
function killed({ closedBy, status }: DeploymentRecord): readonly string[] {
  if (!closedBy || status === 'deployed') return [];
  return [`its process was killed; it had come to: ${closedBy.phase}`];
}

function wayBack({ why, status }: DeploymentRecord, failure: string | undefined): readonly string[] {
  if (failure !== undefined) return [`then the way back: ${failure}`];
  return status === 'also_failed' && why !== undefined ? [`then the way back: ${NOT_TAKEN_BACK[why]}`] : [];
}

/** The write of which it is not known whether it was carried out. */
function lostWrite(calls: readonly CallRecord[]): string | undefined {
  const call = calls.findLast(({ effect, result }) => effect === 'write' && result === 'uncertain');
  return call && `${call.step}: ${call.operation} was sent, and its answer was lost (${call.code})`;
}

/** Steps that come after what has failed. */
const WAYS_BACK: readonly string[] = ['observe', 'restore', 'withdraw', 'redelete'];

export function callsOf({ calls, closedBy }: DeploymentRecord): readonly CallRecord[] {
  return [...calls, ...(closedBy?.calls ?? [])];
}

function failureLine(
  error: RecordedError,
  calls: readonly CallRecord[],
  mayBe: (step: string) => boolean,
): string {
  const call = calls.findLast(
    ({ operation, result }) => operation === error.operation && result !== 'ok' && result !== 'cancelled',
  );
  const { failure } = error;
  if (!failure) {
    const last = calls.findLast(({ step }) => mayBe(step))?.step;
    return oneLine(`${STEPS[error.code] ?? last ?? 'certctl'}: ${error.code}: ${error.message}`);
  }
  const id = failure.requestId ?? call?.requestId;
  const step = call ? `${call.step}: ` : '';
  return oneLine(
    `${step}${error.operation ?? 'a call'} answered ${failure.code}${
      failure.status === undefined ? '' : ` (HTTP ${failure.status})`
    }: ${failure.message} [${id === undefined ? 'no request id' : `request ${id}`}]`,
  );
}

/** The step of an error that no call has given. */
const STEPS: Readonly<Record<string, string>> = {
  not_proven: 'prove',
  tags_not_proven: 'tag',
  keeping_failed: 'keep',
  lease_held: 'lease',
  lease_lost: 'lease',
  earlier_unresolved: 'recover',
};
