import type { EpochMs, Finding, Place, Quota, StorePlugin } from '@certctl/plugin-api';
import type { UsageLog } from '../call/usage-log.js';

/** Part of a counted quota that is left to restores: a deploy that may have to be taken back needs two imports. */
const RESERVE = 0.05;
/** From this part on a plan warns. */
const NEAR = 0.8;

/** What is left of the imports that a service counts over months. */
export async function quotaFindings(
  { quotas }: StorePlugin,
  { scope }: Place,
  usage: UsageLog,
  now: EpochMs,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const quota of quotas.filter(({ counted }) => counted)) {
    const allowed = quota.requests - Math.ceil(quota.requests * RESERVE);
    const { count, freeAt } = await usage.tally({ scope, operation: quota.operation, now, allowed });
    if (count >= allowed) findings.push(reserved(quota, scope, count, allowed, freeAt));
    else if (count >= quota.requests * NEAR) findings.push(low(quota, scope, count));
  }
  return findings;
}

function reserved(
  quota: Quota,
  scope: string,
  count: number,
  allowed: number,
  freeAt: EpochMs | undefined,
): Finding {
  const when = freeAt === undefined ? '' : ` The next one is free on ${new Date(freeAt).toISOString()}.`;
  return {
    code: 'import_quota_reserved',
    severity: 'refusal',
    message: `${said(quota, scope, count)}, and the last ${quota.requests - allowed} are kept for restores`,
    remedy: `Have the quota raised, or deploy fewer certificates to ${scope}.${when}`,
    source: quota.source,
  };
}

function low(quota: Quota, scope: string, count: number): Finding {
  return {
    code: 'import_quota_low',
    severity: 'warning',
    message: said(quota, scope, count),
    remedy: `Have the quota raised before it is spent, or deploy fewer certificates to ${scope}.`,
    source: quota.source,
  };
}

function said({ operation, requests, perMs }: Quota, scope: string, count: number): string {
  const days = Math.round(perMs / 86_400_000);
  return `${count} of ${requests} ${operation} of ${days} days in ${scope} were sent from here`;
}
