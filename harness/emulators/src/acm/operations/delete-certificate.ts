import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import { type AcmCall, namedCertificate } from '../acm-call.js';
import { certificateRules } from '../rules/certificate-rules.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html */
export function deleteCertificate(input: Members, call: AcmCall): undefined {
  const certificate = namedCertificate(input, call);
  const { arn, inUseBy, releasedAt } = certificate;
  const lately = releasedAt !== undefined && call.clock.now() < releasedAt + call.settings.inUseGrace;
  if (inUseBy.size > 0 || lately) refuse(certificateRules.inUse, { arn, account: call.place.account });
  call.store.delete(arn);
}
