import type { CertificateDetail } from '@aws-sdk/client-acm';
import { type Call, isFailure, isPermissionMissing, type Observation, type Tags } from '@certctl/plugin-api';
import type { AcmApi, ShownCertificate } from './acm-api.js';

const LIST_TAGS = 'acm:ListTagsForCertificate';

/** What ACM holds under an ARN; `absent` when DescribeCertificate says so. */
export async function inspectCertificate(arn: string, api: AcmApi, call: Call): Promise<Observation> {
  // Settled, not raced: a request left behind by an early return would outlive the call that sent it.
  const [described, shown, tags] = await Promise.allSettled([
    api.describe(arn, call),
    api.get(arn, call),
    api.tagsOf(arn, call),
  ]);
  if (described.status === 'rejected') {
    if (isFailure(described.reason, 'absent')) return { state: 'absent' };
    throw described.reason;
  }
  const detail = described.value;
  return {
    state: 'present',
    ...heldBytes(detail, shown),
    ...revisionOf(detail),
    ...tagsOrDegraded(tags),
    // Only an IMPORTED certificate can be imported again; the review looks at this.
    attributes: { type: detail.Type ?? 'IMPORTED' },
    usedBy: detail.InUseBy ?? [],
    ...(detail.Status === undefined ? {} : { status: detail.Status }),
  };
}

function heldBytes(
  detail: CertificateDetail,
  shown: PromiseSettledResult<ShownCertificate>,
): ShownCertificate | Record<string, never> {
  if (shown.status === 'fulfilled') return shown.value;
  // A requested certificate has no body until it is issued, and never one if that failed. What is imported
  // has one at once, so for it the error is an error.
  const pending = detail.Type !== 'IMPORTED' && detail.Type !== undefined;
  if (
    pending &&
    isFailure(shown.reason, 'conflict', 'refused', 'absent') &&
    !isPermissionMissing(shown.reason)
  ) {
    return {};
  }
  throw shown.reason;
}

/** ACM numbers nothing; the time of the last import is the only thing that moves with each import. */
function revisionOf(detail: CertificateDetail) {
  if (detail.ImportedAt === undefined) return {};
  return { revision: detail.ImportedAt.toISOString(), importedAt: detail.ImportedAt.getTime() };
}

function tagsOrDegraded(tags: PromiseSettledResult<Tags>) {
  if (tags.status === 'fulfilled') return { tags: tags.value };
  if (isPermissionMissing(tags.reason)) return { degraded: [LIST_TAGS] };
  throw tags.reason;
}
