import { epochSeconds } from '../server/json-protocol.js';
import { hyphenated, type KeyAlgorithm, keyAlgorithm } from '../x509/key-algorithm.js';
import { type NameAttribute, nameValue, type ParsedCertificate } from '../x509/parsed-certificate.js';
import { extendedKeyUsageName } from '../x509/usages.js';
import { type CertificateVersion, domainNames, type StoredCertificate } from './certificate-store.js';

/** Members that DescribeCertificate and ListCertificates spell alike. */
export function commonView(certificate: StoredCertificate, version: CertificateVersion, now: number): object {
  const { leaf } = version;
  return {
    CertificateArn: certificate.arn,
    DomainName: primaryName(leaf),
    Status: certificateStatus(leaf, now),
    Type: 'IMPORTED',
    KeyAlgorithm: hyphenated(algorithmOf(leaf)),
    NotBefore: epochSeconds(leaf.notBefore),
    NotAfter: epochSeconds(leaf.notAfter),
    CreatedAt: epochSeconds(certificate.createdAt),
    ImportedAt: epochSeconds(version.importedAt),
    RenewalEligibility: 'INELIGIBLE',
  };
}

function primaryName(leaf: ParsedCertificate): string {
  return nameValue(leaf.subject, 'CN') ?? domainNames(leaf)[0] ?? '';
}

/** An imported certificate is ISSUED until it expires. */
export function certificateStatus(leaf: ParsedCertificate, now: number): 'ISSUED' | 'EXPIRED' {
  return leaf.notAfter < now ? 'EXPIRED' : 'ISSUED';
}

export function algorithmOf(leaf: ParsedCertificate): KeyAlgorithm {
  const reading = keyAlgorithm(leaf.publicKey);
  if (reading.kind !== 'supported') throw new Error('a stored certificate has a supported key');
  return reading.algorithm;
}

/** Lower-case hex with a colon between the bytes, as recorded: `03:e9`. */
export function colonSerial(leaf: ParsedCertificate): string {
  return leaf.serial.replace(/..(?=.)/g, '$&:');
}

export function keyUsageNames(leaf: ParsedCertificate): readonly string[] {
  return leaf.keyUsages ?? [];
}

export function extendedKeyUsageNames(leaf: ParsedCertificate): string[] {
  return (leaf.extendedKeyUsages ?? []).map(extendedKeyUsageName);
}

export function nameText(name: readonly NameAttribute[]): string {
  return name.map(({ type, value }) => `${type}=${value}`).join(',');
}
