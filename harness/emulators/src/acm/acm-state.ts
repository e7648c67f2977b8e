import { createHash, createPublicKey } from 'node:crypto';
import type { ParsedCertificate } from '../x509/parsed-certificate.js';
import type { CertificateStore, StoredCertificate } from './certificate-store.js';
import type { Tags } from './tag-timeline.js';

/** One import into a certificate. */
export interface ObservedImport {
  /** Lower-case hex without leading zeros. */
  readonly serial: string;
  readonly principal: string;
  /** Epoch milliseconds. */
  readonly importedAt: number;
  /** SHA-256 of the leaf's DER, hex. */
  readonly leafSha256: string;
}

/** A certificate as the store holds it, past lag, late reads and faults. No private key. */
export interface ObservedCertificate {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  /** Lower-case hex without leading zeros. */
  readonly serial: string;
  /** DER. */
  readonly leaf: Uint8Array;
  /** DER, in the order that was imported. */
  readonly chain: readonly Uint8Array[];
  readonly tags: Tags;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly importedAt: number;
  /** Oldest first. */
  readonly imports: readonly ObservedImport[];
  readonly inUseBy: readonly string[];
  /** Whether the private key that is held belongs to the leaf. */
  readonly keyMatches: boolean;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex. */
  readonly keySpkiSha256: string;
}

/** Looks at the store past the API, for assertions that trust no answer. */
export class AcmState {
  constructor(private readonly store: CertificateStore) {}

  /** In the order of their creation. */
  certificates(): ObservedCertificate[] {
    return this.store.all().map(observe);
  }

  certificate(arn: string): ObservedCertificate | undefined {
    const found = this.store.get(arn);
    return found && observe(found);
  }

  /** As JSON can carry it: DER in base64. */
  toJSON(): object {
    return {
      certificates: this.certificates().map((observed) => ({
        ...observed,
        leaf: Buffer.from(observed.leaf).toString('base64'),
        chain: observed.chain.map((der) => Buffer.from(der).toString('base64')),
      })),
    };
  }
}

function observe(certificate: StoredCertificate): ObservedCertificate {
  const { leaf, chain, importedAt, privateKey } = certificate.current;
  const spki = leaf.publicKey.export({ type: 'spki', format: 'der' });
  const held = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    arn: certificate.arn,
    ...certificate.place,
    serial: plainSerial(leaf),
    leaf: leaf.der,
    chain: chain.map(({ der }) => der),
    tags: certificate.tags.current,
    createdAt: certificate.createdAt,
    importedAt,
    imports: certificate.history.map((version) => ({
      serial: plainSerial(version.leaf),
      principal: version.principal,
      importedAt: version.importedAt,
      leafSha256: sha256(version.leaf.der),
    })),
    inUseBy: [...certificate.inUseBy],
    keyMatches: spki.equals(held),
    keySpkiSha256: sha256(spki),
  };
}

function plainSerial(leaf: ParsedCertificate): string {
  return leaf.serial.replace(/^0+(?=.)/, '');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
