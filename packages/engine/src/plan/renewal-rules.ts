import type { CertificateBundle, Finding } from '@certctl/plugin-api';
import type { Target } from '../target.js';

/** What would take a site down though the service accepts it. Each rule can be lifted by the target. */
export function renewalFindings(
  target: Target,
  incoming: CertificateBundle,
  held: CertificateBundle | undefined,
): Finding[] {
  return [
    ...(held ? lostNames(target, incoming, held) : []),
    ...(held ? older(target, incoming, held) : []),
    ...issuer(target, incoming),
    ...selfSigned(target, incoming),
  ];
}

function lostNames(target: Target, incoming: CertificateBundle, held: CertificateBundle): Finding[] {
  const lost = held.leaf.sans.filter((name) => !covered(name, incoming.leaf.sans));
  if (lost.length === 0) return [];
  return [
    {
      code: 'san_removed',
      severity: target.allow_san_removal ? 'warning' : 'refusal',
      message: `no longer covered: ${lost.join(', ')}`,
      remedy: 'Have the certificate issued with these names, or set allow_san_removal: true on the target.',
      source: 'certctl target settings: allow_san_removal',
    },
  ];
}

/** A wildcard stands for one label (RFC 6125, 6.4.3), so *.example.com covers a.example.com. */
function covered(name: string, names: readonly string[]): boolean {
  if (names.includes(name)) return true;
  const match = /^dns:[^.*]+\.(.+)$/.exec(name);
  return match !== null && names.includes(`dns:*.${match[1]}`);
}

function older(target: Target, incoming: CertificateBundle, held: CertificateBundle): Finding[] {
  const parts = (['notBefore', 'notAfter'] as const)
    .filter((field) => incoming.leaf[field] < held.leaf[field])
    .map((field) => `${field} ${iso(incoming.leaf[field])} is before ${iso(held.leaf[field])}`);
  if (parts.length === 0) return [];
  return [
    {
      code: 'older_than_held',
      severity: target.allow_older ? 'warning' : 'refusal',
      message: `older than what is held: ${parts.join('; ')}`,
      remedy: 'Deploy the newest certificate, or set allow_older: true on the target.',
      source: 'certctl target settings: allow_older',
    },
  ];
}

function issuer(target: Target, incoming: CertificateBundle): Finding[] {
  if (!target.allowed_issuers || target.allowed_issuers.includes(incoming.leaf.issuer)) return [];
  return [
    {
      code: 'issuer_not_allowed',
      severity: 'refusal',
      message: `issued by ${incoming.leaf.issuer}; allowed: ${target.allowed_issuers.join(' | ') || 'none'}`,
      remedy: 'Check where the certificate comes from, or add the issuer to allowed_issuers.',
      source: 'certctl target settings: allowed_issuers',
    },
  ];
}

function selfSigned(target: Target, incoming: CertificateBundle): Finding[] {
  if (!incoming.leaf.isSelfIssued) return [];
  return [
    {
      code: 'self_signed_leaf',
      severity: target.allow_self_signed ? 'warning' : 'refusal',
      message: `the leaf ${incoming.leaf.subject} is self-signed`,
      remedy: 'Deploy a certificate of an authority, or set allow_self_signed: true on the target.',
      source: 'certctl target settings: allow_self_signed',
    },
  ];
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
