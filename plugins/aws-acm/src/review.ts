import type { CertificateFacts, Finding, ReviewInput } from '@certctl/plugin-api';
import type { AcmConfig } from './config.js';
import { finding } from './rules.js';
import { usageProblems } from './usage-change.js';

const NEW_ARN =
  'Import it under a new ARN (a new target without certificate_arn) and move the consumers to it';

/** ACM's own rules for an import, offline. Sizes, tags and validity are checked by the engine. */
export function review(input: ReviewInput<AcmConfig>): readonly Finding[] {
  const { leaf, chain } = input.incoming;
  const present = input.observation.state === 'present' ? input.observation : undefined;
  return [
    ...keyFindings(leaf),
    ...nameFindings(leaf),
    ...issuerFindings(leaf, chain[0]),
    ...typeFindings(present?.attributes?.type, input.place.reference),
    ...(input.held ? reimportFindings(input.held.leaf, leaf) : []),
  ];
}

function keyFindings(leaf: CertificateFacts): readonly Finding[] {
  const { keyAlgorithm } = leaf;
  if (keyAlgorithm.startsWith('other:')) {
    const remedy = 'Have the certificate issued for a key of RSA 2048 or EC P-256.';
    return [finding('acm_key_algorithm', `ACM does not import keys of ${keyAlgorithm.slice(6)}.`, remedy)];
  }
  if (keyAlgorithm === 'RSA-1024') {
    const remedy = 'Renew it with a key of RSA 2048 or more, under a new ARN.';
    return [finding('acm_key_weak', 'The key is RSA 1024, which clients refuse.', remedy)];
  }
  if (keyAlgorithm === 'EC-P-384' || keyAlgorithm === 'EC-P-521') {
    const remedy = 'Use EC P-256 or RSA where CloudFront shall serve it; load balancers take every curve.';
    return [
      finding('acm_key_not_for_every_service', `CloudFront does not take keys of ${keyAlgorithm}.`, remedy),
    ];
  }
  return [];
}

function nameFindings(leaf: CertificateFacts): readonly Finding[] {
  if (namesOf(leaf).length > 0) return [];
  const message = `The certificate (${leaf.subject || 'empty subject'}) names neither a domain nor an IP address.`;
  return [finding('acm_name_missing', message, 'Have it issued with a subject alternative name.')];
}

function issuerFindings(leaf: CertificateFacts, issuer: CertificateFacts | undefined): readonly Finding[] {
  if (leaf.issuer.trim() === '') {
    const remedy = 'Have it issued by an authority whose certificate has a subject.';
    return [finding('acm_issuer_empty', 'The issuer of the certificate is empty.', remedy)];
  }
  const [own, above] = [leaf.keyAlgorithm.split('-')[0], issuer?.keyAlgorithm.split('-')[0]];
  if (above === undefined || own === above) return [];
  const message = `The leaf has a key of ${own}, its issuer one of ${above}; ACM is not known to hold to this rule.`;
  const remedy = `Nothing, if ACM accepts it; otherwise have it issued under an authority with a key of ${own}.`;
  return [finding('acm_issuer_key_differs', message, remedy)];
}

function typeFindings(type: unknown, reference: string | undefined): readonly Finding[] {
  if (type === undefined || type === 'IMPORTED') return [];
  const message = `${reference ?? 'The certificate'} is of type ${String(type)}: AWS issued it, and renews it.`;
  return [finding('acm_not_imported', message, `${NEW_ARN}, or leave it to AWS.`)];
}

function reimportFindings(held: CertificateFacts, next: CertificateFacts): readonly Finding[] {
  const findings: Finding[] = [];
  if (held.keyAlgorithm !== next.keyAlgorithm) {
    const message = `The key changes from ${held.keyAlgorithm} to ${next.keyAlgorithm} under one ARN.`;
    findings.push(
      finding('acm_key_changed', message, `Renew with a key of ${held.keyAlgorithm}. ${NEW_ARN}.`),
    );
  }
  const [before, after] = [namesOf(held), namesOf(next)];
  if (before.length > 0 && !before.some((name) => after.includes(name))) {
    const message = `None of the names that are served now (${before.join(', ')}) is in the new certificate.`;
    findings.push(finding('acm_all_names_removed', message, `Check that it is the right one. ${NEW_ARN}.`));
  }
  for (const { code, message } of usageProblems(held, next)) {
    const remedy = `Have it issued with the usages of the one that is served. ${NEW_ARN}.`;
    findings.push(finding(code, `The new certificate ${message}.`, remedy));
  }
  return findings;
}

/** Domains and addresses; the common name stands in only where there is no alternative name (RFC 6125, 6.4.4). */
function namesOf(leaf: CertificateFacts): readonly string[] {
  const names = leaf.sans.filter((san) => san.startsWith('dns:') || san.startsWith('ip:'));
  if (names.length > 0) return names.map((name) => name.slice(name.indexOf(':') + 1));
  const commonName = /(?:^|[,/+])\s*CN\s*=\s*([^,/+]+)/.exec(leaf.subject)?.[1]?.trim().toLowerCase();
  return commonName !== undefined && /^[^\s@]+\.[^\s@]+$/.test(commonName) ? [commonName] : [];
}
