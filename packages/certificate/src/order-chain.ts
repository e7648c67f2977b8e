import { CertctlError, type CertificateFacts, type Finding } from '@certctl/plugin-api';
import { nodeCertificate } from './read-certificate.js';
import { Remembered } from './remembered.js';
import { finding } from './rules.js';
import { sameChain } from './same-certificate.js';

export interface OrderedChain {
  /** From the issuer of the leaf toward the root, which is left out. */
  readonly chain: readonly CertificateFacts[];
  readonly findings: readonly Finding[];
}

/**
 * Puts the certificates that were given beside a leaf into the order that TLS wants: each certifies the one
 * before, by name, key identifier, key usage and signature. The result does not depend on the order given.
 *
 * Of cross-signed alternatives the one that expires last is taken (then the one with the lower
 * fingerprint), an intermediate before a root. What belongs to the path not taken is dropped.
 *
 * @throws CertctlError `leaf_in_chain` for an end-entity certificate, `chain_broken` for one that certifies
 *   neither the leaf nor any of its issuers
 */
export function orderChain(leaf: CertificateFacts, others: readonly CertificateFacts[]): OrderedChain {
  const unique = withoutDuplicates(leaf, others);
  const issuersOf = issuerLookup(unique);
  const related = reachable(leaf, issuersOf);
  for (const certificate of unique) assertBelongs(certificate, leaf, related);

  const chain = onePath(leaf, issuersOf);
  const roots = unique.filter(isSelfSigned);
  const alternatives = unique.filter((each) => !chain.includes(each) && !roots.includes(each));
  const given = unique.filter((each) => chain.includes(each));
  const duplicates = others.length - unique.length;
  const findings: Finding[] = [];
  if (duplicates > 0) {
    findings.push(
      finding('chain_duplicate_dropped', `Certificates given more than once: ${duplicates} copies dropped.`),
    );
  }
  for (const root of roots) {
    findings.push(finding('chain_root_dropped', `The root ${describe(root)} was left out of the chain.`));
  }
  for (const each of alternatives) {
    findings.push(finding('chain_alternative_dropped', `${describe(each)} is on a path that was not taken.`));
  }
  if (!sameChain(given.map(derOf), chain.map(derOf))) {
    findings.push(
      finding('chain_reordered', `The ${chain.length} certificates of the chain were out of order.`),
    );
  }
  if (unique.length === 0 && !isSelfSigned(leaf)) {
    findings.push(finding('chain_missing', `No certificate of the issuer ${leaf.issuer} was given.`));
  }
  return { chain, findings };
}

/**
 * Signed with its own key; a self-issued certificate need not be (RFC 5280, 3.2: key rollover). Key usage is not
 * asked: a self-signed leaf rarely has keyCertSign.
 */
function isSelfSigned(certificate: CertificateFacts): boolean {
  return certificate.isSelfIssued && signed(certificate, certificate);
}

/** Subject and serial, to tell a person which certificate is meant. */
export function describe(certificate: CertificateFacts): string {
  return `"${certificate.subject}" (serial ${certificate.serial})`;
}

type IssuersOf = (certificate: CertificateFacts) => readonly CertificateFacts[];

function withoutDuplicates(leaf: CertificateFacts, others: readonly CertificateFacts[]): CertificateFacts[] {
  const byFingerprint = new Map(others.map((each) => [each.fingerprint, each]));
  byFingerprint.delete(leaf.fingerprint);
  return [...byFingerprint.values()];
}

function issuerLookup(candidates: readonly CertificateFacts[]): IssuersOf {
  const known = new Map<CertificateFacts, readonly CertificateFacts[]>();
  return (certificate) => {
    const issuers =
      known.get(certificate) ??
      candidates
        .filter((issuer) => issuer !== certificate && certifies(issuer, certificate))
        .sort(byPreference);
    known.set(certificate, issuers);
    return issuers;
  };
}

/** Last to expire first; equal ones by fingerprint, so that the choice never depends on the order given. */
function byPreference(a: CertificateFacts, b: CertificateFacts): number {
  return b.notAfter - a.notAfter || (a.fingerprint < b.fingerprint ? -1 : 1);
}

/** One certificate has certified another for good, and what was deployed once is looked at again and again. */
const CERTIFIED = new Remembered<boolean>(512);

function certifies(issuer: CertificateFacts, subject: CertificateFacts): boolean {
  const pair = `${issuer.fingerprint} ${subject.fingerprint}`;
  const known = CERTIFIED.get(pair);
  if (known !== undefined) return known;
  const found = hasCertified(issuer, subject);
  CERTIFIED.set(pair, found);
  return found;
}

function hasCertified(issuer: CertificateFacts, subject: CertificateFacts): boolean {
  // checkIssued compares names, key identifiers and key usage, and does not look at the signature.
  return nodeCertificate(subject).checkIssued(nodeCertificate(issuer)) && signed(issuer, subject);
}

function signed(issuer: CertificateFacts, subject: CertificateFacts): boolean {
  try {
    return nodeCertificate(subject).verify(nodeCertificate(issuer).publicKey);
  } catch {
    // A key or signature of an algorithm that OpenSSL does not know proves nothing.
    return false;
  }
}

function reachable(leaf: CertificateFacts, issuersOf: IssuersOf): ReadonlySet<CertificateFacts> {
  const seen = new Set([leaf]);
  for (const certificate of seen) for (const issuer of issuersOf(certificate)) seen.add(issuer);
  return seen;
}

function onePath(leaf: CertificateFacts, issuersOf: IssuersOf): CertificateFacts[] {
  const path = new Set<CertificateFacts>();
  for (let at: CertificateFacts | undefined = leaf; at !== undefined; ) {
    at = issuersOf(at).find((issuer) => !path.has(issuer) && !isSelfSigned(issuer));
    if (at !== undefined) path.add(at);
  }
  return [...path];
}

function assertBelongs(
  certificate: CertificateFacts,
  leaf: CertificateFacts,
  related: ReadonlySet<CertificateFacts>,
): void {
  // A root of X.509 version 1 has no basicConstraints; that it certifies something here is proof enough.
  if (!certificate.isCa && !(related.has(certificate) && isSelfSigned(certificate))) {
    throw new CertctlError('leaf_in_chain', `The chain holds ${describe(certificate)}, which is not a CA.`);
  }
  if (!related.has(certificate)) {
    throw new CertctlError(
      'chain_broken',
      `${describe(certificate)} certifies neither the leaf ${describe(leaf)} nor any issuer of it that was given.`,
    );
  }
}

function derOf(certificate: CertificateFacts): Uint8Array {
  return certificate.der;
}
