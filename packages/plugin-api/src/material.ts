import type { PrivateKey } from './private-key.js';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Key algorithms that the engine admits. */
export type KeyAlgorithm =
  | 'RSA-1024'
  | 'RSA-2048'
  | 'RSA-3072'
  | 'RSA-4096'
  | 'EC-P-256'
  | 'EC-P-384'
  | 'EC-P-521';

/** What a certificate says, read from its DER once. */
export interface CertificateFacts {
  /** The certificate itself, DER. Equality of certificates is equality of these bytes. */
  readonly der: Uint8Array;
  /** The same in PEM, one block, ending in a newline. */
  readonly pem: string;
  /** Serial number: lower-case hexadecimal, no leading zeros, no separators, `0` for zero. */
  readonly serial: string;
  /** RFC 4514-like distinguished name, most significant part first as printed by openssl -nameopt oneline. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  /** Subject alternative names, lower case, sorted, unique: `dns:example.com`, `ip:192.0.2.1`, `uri:…`, `email:…`. */
  readonly sans: readonly string[];
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hexadecimal: the same as long as the key is. */
  readonly publicKey: string;
  /** Algorithm and size of the public key; `other:<name>` for what the engine does not admit. */
  readonly keyAlgorithm: KeyAlgorithm | `other:${string}`;
  /** Names of RFC 5280, 4.2.1.3 (`digitalSignature`, …); undefined when the extension is absent. */
  readonly keyUsage: readonly string[] | undefined;
  /** OIDs of RFC 5280, 4.2.1.12; undefined when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** basicConstraints cA. */
  readonly isCa: boolean;
  readonly isSelfIssued: boolean;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
}

/** A leaf with the certificates that lead from it toward a root: ordered, the root left out. */
export interface CertificateBundle {
  readonly leaf: CertificateFacts;
  readonly chain: readonly CertificateFacts[];
}

/** A bundle with the private key of its leaf. */
export interface Material extends CertificateBundle {
  readonly privateKey: PrivateKey;
}
