import type { CertificateFacts } from '@certctl/plugin-api';
import type { AcmRule } from './rules.js';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** One way in which a certificate may not follow another under one ARN. */
export interface UsageProblem {
  readonly code: AcmRule;
  readonly message: string;
}

/**
 * Key usages that keep ACM from taking `next` where `held` is now: values may be added and not removed, with
 * two exceptions, and an extension that was absent cannot appear.
 * https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html
 * https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
 */
export function usageProblems(held: CertificateFacts, next: CertificateFacts): readonly UsageProblem[] {
  // RFC 5480, 3, has no keyEncipherment for EC keys, so ACM lets it go.
  const mayLose = next.keyAlgorithm.startsWith('EC-') ? ['keyEncipherment'] : [];
  return [
    ...extensionProblems('key usage', held.keyUsage, next.keyUsage, mayLose, {
      removed: 'acm_key_usage_removed',
      introduced: 'acm_key_usage_introduced',
    }),
    // Public authorities no longer issue client authentication, so ACM lets it go.
    ...extensionProblems('extended key usage', held.extendedKeyUsage, next.extendedKeyUsage, [CLIENT_AUTH], {
      removed: 'acm_extended_key_usage_removed',
      introduced: 'acm_extended_key_usage_introduced',
    }),
  ];
}

function extensionProblems(
  extension: string,
  held: readonly string[] | undefined,
  next: readonly string[] | undefined,
  mayLose: readonly string[],
  codes: { readonly removed: AcmRule; readonly introduced: AcmRule },
): readonly UsageProblem[] {
  if (held === undefined) {
    if (next === undefined) return [];
    return [{ code: codes.introduced, message: `adds the extension ${extension} (${next.join(', ')})` }];
  }
  const lost = held.filter((value) => !next?.includes(value) && !mayLose.includes(value));
  return lost.length === 0
    ? []
    : [{ code: codes.removed, message: `lacks the ${extension} ${lost.join(', ')}` }];
}
