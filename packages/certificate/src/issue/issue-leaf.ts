import { isIP } from 'node:net';
import type { CertificateFacts, EpochMs, KeyAlgorithm } from '@certctl/plugin-api';
import { canonicalIpv6 } from '../general-names.js';
import { readCertificate } from '../read-certificate.js';
import type { Authority } from './issue-authority.js';
import { type KeyPair, keyPair } from './key-pair.js';
import { signCertificate } from './sign-certificate.js';
import { validity } from './validity.js';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from './x509.js';

/** A name of RFC 5280, 4.2.1.3. */
export type KeyUsageName = keyof typeof KeyUsageFlags;

export interface LeafOptions {
  /** DNS names and IP addresses. The first is the common name. */
  readonly names: readonly string[];
  /** EC-P-256 when left out; ignored when a key is given. */
  readonly keyAlgorithm?: KeyAlgorithm;
  /** PEM of a key to use again. */
  readonly privateKeyPem?: string;
  /** Hexadecimal, greater than zero; random when left out. */
  readonly serial?: string;
  /** One hour ago when left out. */
  readonly notBefore?: EpochMs;
  /** 90 days after notBefore when left out. */
  readonly notAfter?: EpochMs;
  /** digitalSignature, with keyEncipherment for RSA, when left out; an empty list leaves the extension out. */
  readonly keyUsage?: readonly KeyUsageName[];
  /** OIDs; serverAuth when left out; an empty list leaves the extension out. */
  readonly extendedKeyUsage?: readonly string[];
  /** Common name, or a name in the form of RFC 4514. */
  readonly subject?: string;
}

export interface IssuedLeaf {
  readonly certificatePem: string;
  /** The intermediates, without the root; empty below a root and for a self-signed leaf. */
  readonly chainPem: string;
  /** PKCS#8, PEM. */
  readonly privateKeyPem: string;
  readonly facts: CertificateFacts;
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const NINETY = 90;

/**
 * Makes a leaf. Test material, never production.
 *
 * @param authority what signs it; `'self'` for a self-signed leaf
 */
export async function issueLeaf(authority: Authority | 'self', options: LeafOptions): Promise<IssuedLeaf> {
  const keys = await keyPair(options.privateKeyPem, options.keyAlgorithm);
  const certificatePem = await signCertificate({
    subject: options.subject ?? options.names[0] ?? 'no name',
    keys,
    signer: authority === 'self' ? undefined : { subject: authority.name, keys: authority.keys },
    serial: options.serial,
    ...validity(options, NINETY),
    extensions: leafExtensions(options, keys),
  });
  return {
    certificatePem,
    chainPem: authority === 'self' ? '' : authority.chainPem,
    privateKeyPem: keys.privateKeyPem,
    facts: readCertificate(certificatePem),
  };
}

function leafExtensions(options: LeafOptions, keys: KeyPair): Extension[] {
  const usages = options.keyUsage ?? defaultKeyUsage(keys);
  const purposes = options.extendedKeyUsage ?? [SERVER_AUTH];
  const names = options.names.map(generalName);
  return [
    new BasicConstraintsExtension(false, undefined, true),
    ...(usages.length === 0 ? [] : [new KeyUsagesExtension(flagsOf(usages), true)]),
    ...(purposes.length === 0 ? [] : [new ExtendedKeyUsageExtension([...purposes])]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]),
  ];
}

function generalName(name: string): { type: 'dns' | 'ip'; value: string } {
  const version = isIP(name);
  if (version === 0) return { type: 'dns', value: name };
  return { type: 'ip', value: version === 6 ? canonicalIpv6(name) : name };
}

function defaultKeyUsage(keys: KeyPair): readonly KeyUsageName[] {
  const isRsa = keys.privateKey.asymmetricKeyType === 'rsa';
  return isRsa ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
}

function flagsOf(usages: readonly KeyUsageName[]): KeyUsageFlags {
  let flags = 0;
  for (const usage of usages) flags |= KeyUsageFlags[usage];
  return flags;
}
