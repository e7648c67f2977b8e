import type { CertificateFacts, EpochMs, KeyAlgorithm } from '@certctl/plugin-api';
import { readCertificate } from '../read-certificate.js';
import { type KeyPair, keyPair } from './key-pair.js';
import { signCertificate } from './sign-certificate.js';
import { validity } from './validity.js';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension } from './x509.js';

export interface AuthorityOptions {
  /** Common name, or a name in the form of RFC 4514. */
  readonly name?: string;
  /** EC-P-256 when left out; ignored when a key is given. */
  readonly keyAlgorithm?: KeyAlgorithm;
  /** PEM of a key to use; generating RSA 4096 takes seconds. */
  readonly privateKey?: string;
  /** Makes an intermediate; a root when left out. */
  readonly parent?: Authority;
  /** Hexadecimal, greater than zero; random when left out. */
  readonly serial?: string;
  /** One hour ago when left out. */
  readonly notBefore?: EpochMs;
  /** Ten years after notBefore when left out. */
  readonly notAfter?: EpochMs;
}

/** A certificate authority that exists for a test. */
export interface Authority {
  readonly name: string;
  readonly certificatePem: string;
  /** From this authority toward its root, which is left out: empty for a root. */
  readonly chainPem: string;
  readonly privateKeyPem: string;
  readonly facts: CertificateFacts;
  readonly keys: KeyPair;
}

const TEN_YEARS = 3_650;

/** Makes a root, or an intermediate below `parent`. Test material, never production: the key lies in memory. */
export async function issueAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const { parent } = options;
  const name = options.name ?? (parent === undefined ? 'certctl test root' : 'certctl test intermediate');
  const keys = await keyPair(options.privateKey, options.keyAlgorithm);
  const certificatePem = await signCertificate({
    subject: name,
    keys,
    signer: parent === undefined ? undefined : { subject: parent.name, keys: parent.keys },
    serial: options.serial,
    ...validity(options, TEN_YEARS),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    name,
    keys,
    certificatePem,
    chainPem: parent === undefined ? '' : certificatePem + parent.chainPem,
    privateKeyPem: keys.privateKeyPem,
    facts: readCertificate(certificatePem),
  };
}
