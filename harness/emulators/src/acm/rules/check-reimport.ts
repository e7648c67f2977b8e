import { refuse } from '../../server/rule.js';
import type { ParsedCertificate } from '../../x509/parsed-certificate.js';
import { CLIENT_AUTH_OID } from '../../x509/usages.js';
import { domainNames } from '../certificate-store.js';
import { algorithmOf } from '../certificate-view.js';
import type { CheckedMaterial } from './check-material.js';
import { reimportRules } from './reimport-rules.js';

/**
 * Holds a re-import to what the ARN holds now.
 * @throws ServiceError for the first rule that is broken
 */
export function checkReimport(held: ParsedCertificate, incoming: CheckedMaterial): void {
  const { leaf } = incoming;
  const old = algorithmOf(held);
  if (old !== incoming.algorithm) refuse(reimportRules.keyAlgorithm, { old, new: incoming.algorithm });
  const names = new Set(domainNames(leaf).map((name) => name.toLowerCase()));
  if (!domainNames(held).some((name) => names.has(name.toLowerCase()))) refuse(reimportRules.domains);
  checkKeyUsages(held, incoming);
  checkExtendedKeyUsages(held, leaf);
}

function checkKeyUsages(held: ParsedCertificate, { leaf, algorithm }: CheckedMaterial): void {
  if (held.keyUsages === undefined) {
    if (leaf.keyUsages !== undefined) refuse(reimportRules.keyUsageAdded);
    return;
  }
  const kept = new Set(leaf.keyUsages ?? []);
  const lost = held.keyUsages.filter(
    (usage) => !kept.has(usage) && !(usage === 'KEY_ENCIPHERMENT' && algorithm.startsWith('EC_')),
  );
  if (lost.length > 0) refuse(reimportRules.keyUsage);
}

function checkExtendedKeyUsages(held: ParsedCertificate, leaf: ParsedCertificate): void {
  if (held.extendedKeyUsages === undefined) {
    if (leaf.extendedKeyUsages !== undefined) refuse(reimportRules.extendedKeyUsageAdded);
    return;
  }
  const kept = new Set(leaf.extendedKeyUsages ?? []);
  const lost = held.extendedKeyUsages.filter((usage) => !kept.has(usage) && usage !== CLIENT_AUTH_OID);
  if (lost.length > 0) refuse(reimportRules.extendedKeyUsage);
}
