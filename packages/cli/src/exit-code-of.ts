import type { OutcomeStatus, Plan, VerificationResult, WritersReport } from '@certctl/engine';
import { type CertctlError, isPermissionMissing } from '@certctl/plugin-api';
import { EXIT_CODES, type ExitName } from './exit-codes.js';

const OF_OUTCOME = {
  deployed: 'done',
  unchanged: 'done',
  refused: 'refused',
  failed: 'error',
  busy: 'busy',
  restored: 'taken_back',
  withdrawn: 'taken_back',
  also_failed: 'rollback_failed',
  unresolved: 'unknown',
} as const satisfies Record<OutcomeStatus, ExitName>;

const OF_PLAN = {
  unchanged: 'done',
  changes: 'changes',
  refused: 'refused',
} as const satisfies Record<Plan['verdict'], ExitName>;

const OF_VERIFICATION = {
  in_sync: 'done',
  drifted: 'different',
  absent: 'different',
  not_bound: 'different',
  not_recorded: 'usage',
} as const satisfies Record<VerificationResult, ExitName>;

const OF_WRITERS = {
  alone: 'done',
  others: 'different',
  unknown: 'error',
} as const satisfies Record<WritersReport['verdict'], ExitName>;

export function exitOfOutcome(status: OutcomeStatus): number {
  return EXIT_CODES[OF_OUTCOME[status]].code;
}

export function exitOfPlan(verdict: Plan['verdict']): number {
  return EXIT_CODES[OF_PLAN[verdict]].code;
}

export function exitOfVerification(result: VerificationResult): number {
  return EXIT_CODES[OF_VERIFICATION[result]].code;
}

export function exitOfWriters(verdict: WritersReport['verdict']): number {
  return EXIT_CODES[OF_WRITERS[verdict]].code;
}

/** Codes that say that the command line, a file or a target is wrong. */
const USAGE: readonly string[] = [
  'usage',
  'file_unreadable',
  'target_invalid',
  'target_type_unknown',
  'target_address_shared',
  'tag_reserved',
  'window_invalid',
];
const REFUSED: readonly string[] = [
  'plan_refused',
  'rollback_unknown',
  'rollback_impossible',
  'chain_unknown',
  'several_matches',
  'address_mismatch',
  'plugin_invalid',
];
/** Codes of material begin with what is wrong: the certificate, the leaf, the chain or the key. */
const OF_MATERIAL = /^(?:material|certificate|leaf|chain|key)_(?!encryption_)/;

/** The exit code of an error; the same whether the engine threw it or returned it with an outcome. */
export function exitOfError(error: CertctlError): number {
  const { code } = error;
  if (USAGE.includes(code)) return EXIT_CODES.usage.code;
  if (code === 'lease_held') return EXIT_CODES.busy.code;
  if (code === 'nothing_held' || code === 'keys_not_kept') return EXIT_CODES.different.code;
  const refused = REFUSED.includes(code) || OF_MATERIAL.test(code) || isPermissionMissing(error);
  return refused ? EXIT_CODES.refused.code : EXIT_CODES.error.code;
}
