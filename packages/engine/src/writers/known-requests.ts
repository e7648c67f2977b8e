import type { CallRecord } from '../outcome/call-record.js';
import type { DeploymentRecord } from '../record/deployment-records.js';

/** The writes that our own deploys sent, by every name that a vendor may have recorded them under. */
export function knownRequests(records: readonly DeploymentRecord[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const add = (deploymentId: string, calls: readonly CallRecord[]) => {
    for (const { effect, requestId, clientRequestId } of calls) {
      if (effect !== 'write') continue;
      for (const name of [requestId, clientRequestId]) {
        if (name !== undefined) known.set(name.toLowerCase(), deploymentId);
      }
    }
  };
  for (const { id, calls, closedBy } of records) {
    add(id, calls);
    // Whoever brought it to its end wrote as well, and has no record of its own for that.
    if (closedBy) add(closedBy.deploymentId, closedBy.calls);
  }
  return known;
}
