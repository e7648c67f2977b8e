import type { QueryMembers } from '../../server/query-members.js';
import { type Rule, refuse } from '../../server/rule.js';
import { changeListener } from '../change-listener.js';
import { certificateArns, checkCertificate, checkQuota } from '../check-certificate.js';
import { type Elbv2Call, type Elbv2Output, namedListener } from '../elbv2-call.js';
import { isSecure, type ListenerVersion } from '../listener.js';
import type { FoundListener } from '../load-balancer-store.js';
import { certificateRules } from '../rules/certificate-rules.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html */
export async function addListenerCertificates(input: QueryMembers, call: Elbv2Call): Promise<Elbv2Output> {
  const { found, arns } = readInput(input, call);
  const { listener, loadBalancer } = found;
  for (const arn of arns) checkCertificate(arn, loadBalancer, call);
  const certificates = [...new Set([...listener.current.certificates, ...arns])];
  checkQuota(loadBalancer, listener, { ...listener.current, certificates }, call);
  await changeListener(found, { certificates }, call);
  return { Certificates: certificates.map((CertificateArn) => ({ CertificateArn, IsDefault: false })) };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html */
export async function removeListenerCertificates(input: QueryMembers, call: Elbv2Call): Promise<Elbv2Output> {
  const { found, arns } = readInput(input, call);
  const { current } = found.listener;
  for (const arn of arns) checkRemoval(arn, current, call);
  const certificates = current.certificates.filter((arn) => !arns.includes(arn));
  await changeListener(found, { certificates }, call);
  return {};
}

function readInput(input: QueryMembers, call: Elbv2Call): { found: FoundListener; arns: readonly string[] } {
  input.required('Certificates');
  const arns = certificateArns(input) ?? [];
  const most = call.settings.certificatesPerCall;
  if (arns.length > most) refuse(certificateRules.perCall, { most, count: arns.length });
  const found = namedListener(input, call);
  const { protocol } = found.listener.current;
  if (!isSecure(protocol)) refuse(certificateRules.secureOnly, { protocol });
  return { found, arns };
}

function checkRemoval(arn: string, current: ListenerVersion, { settings }: Elbv2Call): void {
  const isListed = current.certificates.includes(arn);
  const isDefault = current.defaultCertificate === arn;
  if (isDefault && !(isListed && settings.removeListedDefault === 'unlist'))
    refuse(certificateRules.removeDefault);
  if (isListed || settings.removeUnlisted === 'ignore') return;
  const rule: Rule =
    settings.removeUnlisted === 'OperationNotPermitted'
      ? { ...certificateRules.removeUnlisted, refusal: certificateRules.removeDefault.refusal }
      : certificateRules.removeUnlisted;
  refuse(rule, { arn });
}
