import type { DeploymentRecord } from '@certctl/engine';
import { commandLineRemedy } from '../render/command-line-remedy.js';
import { oneLine } from '../render/one-line.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { isHeld } from './held-and-wanted.js';

const ON_HOLD = 'No. The target is on hold: this certificate, or an older one, is refused.';

/** Whether anything happens if nobody does anything. */
export function willItRetry({ record, open }: DeploymentFacts): readonly string[] {
  const { status, error } = record;
  if (open || status === 'unresolved') {
    return [
      'Not by itself. The next deploy of this target first finds out what was sent, and ends this one.',
    ];
  }
  switch (status) {
    case 'deployed':
    case 'unchanged':
      return ['There is nothing to retry.'];
    case 'refused':
      return ['No. The same deploy would be refused again.'];
    case 'failed':
      return [
        error?.retryable === true
          ? 'Not by itself. The same deploy may succeed when it is made again.'
          : 'Not by itself, and the same deploy would fail again until its cause is gone.',
      ];
    case 'busy':
      return ['Not by itself.'];
    case 'restored':
    case 'withdrawn':
    case 'also_failed':
      return [ON_HOLD];
  }
}

/** What to do next, in the order in which to do it. */
export function doThis(facts: DeploymentFacts): readonly string[] {
  const { record, open, words } = facts;
  const { status, error } = record;
  if (open || status === 'unresolved') {
    return [
      'See what is held, and deploy again as soon as the service answers: that ends this deploy, and says how.',
      `$ certctl show ${words}`,
    ];
  }
  switch (status) {
    case 'deployed':
      return record.purpose === 'rollback'
        ? ['Nothing. The target is on hold until a newer certificate comes, or:', release(facts)]
        : ['Nothing.'];
    case 'unchanged':
      return ['Nothing.'];
    case 'refused':
      return refusalRemedies(record);
    case 'failed':
      return error ? [remedyOf(error)] : ['Deploy again.'];
    case 'busy':
      return [`Wait until deployment ${record.holder ?? 'of the other'} has ended, then deploy again.`];
    case 'restored':
    case 'withdrawn':
      return [
        ...(error ? [remedyOf(error)] : []),
        'Then deploy a newly issued certificate; or release the target, and deploy again:',
        release(facts),
      ];
    case 'also_failed':
      return afterFailedRollback(facts);
  }
}

function release({ record }: DeploymentFacts): string {
  return `$ certctl release ${record.target.id}`;
}

function afterFailedRollback(facts: DeploymentFacts): readonly string[] {
  const { record, live, words } = facts;
  const { before, incoming, commands } = record;
  if (isHeld(live, before)) {
    return ['The certificate from before is held again. When it serves well:', release(facts)];
  }
  const repair =
    commands && commands.length > 0
      ? `run the ${commands.length} commands of "Recovery by hand" below, with the known good files`
      : 'put the known good certificate back with the tools of the vendor';
  const after = [`$ certctl show ${words}`, release(facts)];
  if (isHeld(live, incoming)) {
    return [`If the new one serves well, nothing is to be repaired; otherwise ${repair}. Then:`, ...after];
  }
  return [`${repair[0]?.toUpperCase()}${repair.slice(1)}. Then:`, ...after];
}

function refusalRemedies({ findings, error }: DeploymentRecord): readonly string[] {
  const refusals = findings.filter(({ severity }) => severity === 'refusal');
  if (refusals.length === 0) return error ? [remedyOf(error)] : ['See the findings below.'];
  const [first, ...others] = refusals;
  if (!first) return [];
  const more = others.length === 0 ? [] : [`And what the ${others.length} other findings below say.`];
  return [remedyOf(first), ...more];
}

function remedyOf({ code, remedy }: { readonly code: string; readonly remedy: string }): string {
  return oneLine(commandLineRemedy(code, remedy));
}
