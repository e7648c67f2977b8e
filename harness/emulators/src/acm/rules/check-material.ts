import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { type Rule, refuse } from '../../server/rule.js';
import { type KeyAlgorithm, keyAlgorithm } from '../../x509/key-algorithm.js';
import { type ParsedCertificate, parseCertificate } from '../../x509/parsed-certificate.js';
import { type PemBlock, pemBlocks } from '../../x509/pem.js';
import { domainNames } from '../certificate-store.js';
import { importRules } from './import-rules.js';

/** Bytes of PEM as they were sent. */
export interface SentMaterial {
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly chain: Uint8Array | undefined;
}

export interface CheckedMaterial {
  readonly leaf: ParsedCertificate;
  readonly chain: readonly ParsedCertificate[];
  readonly privateKey: KeyObject;
  readonly algorithm: KeyAlgorithm;
}

/** The model's pattern of a domain name (DomainNameString). */
const FQDN = /^(\*\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$/;

export function isFullyQualified(name: string): boolean {
  return FQDN.test(name);
}

/**
 * Holds what is imported to the rules for any import.
 * @throws ServiceError for the first rule that is broken
 */
export function checkMaterial(sent: SentMaterial, now: number): CheckedMaterial {
  const leaf = checkLeaf(certificates(sent.certificate), now);
  const privateKey = checkKey(sent.privateKey);
  const algorithm = supported(privateKey);
  if (!samePublicKey(leaf, privateKey)) refuse(importRules.keyMatches);
  const chain = sent.chain === undefined ? [] : certificates(sent.chain);
  checkChain(leaf, chain);
  return { leaf, chain, privateKey, algorithm };
}

function checkLeaf(found: readonly ParsedCertificate[], now: number): ParsedCertificate {
  const [leaf] = found;
  if (leaf === undefined) return refuse(importRules.pem);
  if (found.length > 1) refuse(importRules.oneCertificate);
  if (leaf.version !== 3) refuse(importRules.version3);
  if (leaf.issuer.length === 0) refuse(importRules.issuer);
  if (!domainNames(leaf).some((name) => isIP(name) !== 0 || isFullyQualified(name))) refuse(importRules.name);
  if (now < leaf.notBefore) refuse(importRules.notYetValid);
  if (now > leaf.notAfter) refuse(importRules.expired);
  return leaf;
}

function certificates(pem: Uint8Array): ParsedCertificate[] {
  const blocks = pemBlocks(text(pem, importRules.pem));
  if (blocks === undefined || blocks.length === 0) return refuse(importRules.pem);
  if (blocks.some((block) => block.label !== 'CERTIFICATE')) refuse(importRules.pem);
  return blocks.map(parsed);
}

function parsed(block: PemBlock): ParsedCertificate {
  try {
    return parseCertificate(block.der);
  } catch {
    return refuse(importRules.parses);
  }
}

const KEY_LABELS = new Set(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY']);

function checkKey(pem: Uint8Array): KeyObject {
  const key = text(pem, importRules.keySupported);
  const blocks = pemBlocks(key);
  if (blocks?.some((block) => block.encrypted)) refuse(importRules.keyEncrypted);
  const [block] = blocks ?? [];
  if (block === undefined || blocks?.length !== 1 || !KEY_LABELS.has(block.label))
    return refuse(importRules.keySupported);
  try {
    return createPrivateKey(key);
  } catch {
    // The reason can quote the input, and the input is a private key.
    return refuse(importRules.keySupported);
  }
}

function supported(key: KeyObject): KeyAlgorithm {
  const reading = keyAlgorithm(key);
  if (reading.kind === 'algorithm') return refuse(importRules.keySupported);
  if (reading.kind === 'length') return refuse(importRules.keyLength, { length: reading.length });
  return reading.algorithm;
}

function samePublicKey(leaf: ParsedCertificate, privateKey: KeyObject): boolean {
  return createPublicKey(privateKey).equals(leaf.publicKey);
}

function checkChain(leaf: ParsedCertificate, chain: readonly ParsedCertificate[]): void {
  const inside = chain.findIndex((certificate) => Buffer.compare(certificate.der, leaf.der) === 0);
  if (inside >= 0) refuse(importRules.chainOrder, { index: inside });
  chain.forEach((certificate, index) => {
    const before = index === 0 ? leaf : chain[index - 1];
    if (before !== undefined && certifies(certificate, before)) return;
    if (index === 0) refuse(importRules.chainUnrelated);
    refuse(importRules.chainOrder, { index });
  });
}

function certifies(issuer: ParsedCertificate, certificate: ParsedCertificate): boolean {
  return certificate.native.checkIssued(issuer.native) && certificate.native.verify(issuer.publicKey);
}

function text(bytes: Uint8Array, rule: Rule): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(rule);
  }
}
