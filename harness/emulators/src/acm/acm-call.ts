import type { Principal } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { Members } from '../server/members.js';
import { type Rule, refuse } from '../server/rule.js';
import type { AcmFault } from './acm-fault.js';
import type { Place } from './arn.js';
import { parseCertificateArn } from './arn.js';
import type { CertificateStore, CertificateVersion, StoredCertificate } from './certificate-store.js';
import { certificateRules } from './rules/certificate-rules.js';
import type { AcmSettings } from './settings.js';

/** One authenticated call, with what it works on. */
export interface AcmCall {
  readonly store: CertificateStore;
  readonly settings: AcmSettings;
  readonly clock: Clock;
  readonly place: Place;
  readonly principal: Principal;
  /** Faults of this call that are ACM's own. */
  readonly faults: readonly AcmFault[];
}

/** An operation takes its input and gives its output; `undefined` is an empty answer. */
export type AcmOperation = (
  input: Members,
  call: AcmCall,
) => object | undefined | Promise<object | undefined>;

export function hasFault(call: AcmCall, kind: AcmFault['kind']): boolean {
  return call.faults.some((fault) => fault.kind === kind);
}

/** The certificate that `CertificateArn` names. */
export function namedCertificate(input: Members, call: AcmCall): StoredCertificate {
  input.required('CertificateArn');
  return findCertificate(input.string('CertificateArn') ?? '', call, certificateRules.found);
}

export function findCertificate(text: string, call: AcmCall, notFound: Rule): StoredCertificate {
  const arn = parseCertificateArn(text);
  if (arn === undefined) return refuseArn(text, call.settings);
  const { account, region } = call.place;
  // A store holds an ARN only under the partition of its region, so the partition needs no check of its own.
  const found = arn.account === account && arn.region === region ? call.store.get(arn.arn) : undefined;
  return found ?? refuse(notFound, { arn: text, account });
}

function refuseArn(arn: string, settings: AcmSettings): never {
  const rule: Rule = certificateRules.arn;
  const refusal = rule.refusal && { ...rule.refusal, name: settings.malformedArn };
  return refuse(refusal === undefined ? rule : { ...rule, refusal }, { arn });
}

/** What a list or a search goes through, in the order of creation. */
export function listedCertificates(call: AcmCall): StoredCertificate[] {
  const all = call.store.in(call.place);
  return hasFault(call, 'stale-read') ? all.slice(0, -1) : all;
}

/** What a read of the certificate sees at this moment: perhaps not yet the last import. */
export function readVersion(certificate: StoredCertificate, call: AcmCall): CertificateVersion {
  const version = hasFault(call, 'stale-read') ? certificate.previous : certificate.visible(call.clock.now());
  return (
    version ?? refuse(certificateRules.found, { arn: certificate.arn, account: certificate.place.account })
  );
}
