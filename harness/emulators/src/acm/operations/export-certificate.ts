import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import { type AcmCall, namedCertificate } from '../acm-call.js';
import { certificateRules } from '../rules/certificate-rules.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ExportCertificate.html: not for imported ones. */
export function exportCertificate(input: Members, call: AcmCall): never {
  namedCertificate(input, call);
  input.required('Passphrase');
  return refuse(certificateRules.export);
}
