import { createHash, createPublicKey } from 'node:crypto';
import type { Clock } from '../server/clock.js';
import { pemOf } from '../x509/pem.js';
import type {
  CertificateStatus,
  ImportedAs,
  SecretContentType,
  VaultCertificate,
  VaultStore,
  VaultTags,
  VaultVersion,
} from './certificate-store.js';
import type { VaultPolicy } from './policy/vault-policy.js';

/** One version as the vault holds it. No private key. */
export interface ObservedVersion {
  /** 32 hexadecimal digits. */
  readonly version: string;
  /** Lower-case hex without leading zeros. */
  readonly serial: string;
  /** DER. */
  readonly leaf: Uint8Array;
  readonly leafPem: string;
  /** SHA-256 of the leaf's DER, hex. */
  readonly leafSha256: string;
  /** DER, without the leaf. */
  readonly chain: readonly Uint8Array[];
  readonly tags: VaultTags;
  readonly enabled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** As this import left it. */
  readonly policy: VaultPolicy;
  readonly contentType: SecretContentType;
  /** Whether the private key that is held belongs to the leaf. */
  readonly keyMatches: boolean;
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex. */
  readonly keySpkiSha256: string;
  /** Object id. */
  readonly principal: string;
  readonly importedAs: ImportedAs;
}

/** A certificate as the vault holds it, past late reads and faults. */
export interface ObservedVaultCertificate {
  readonly name: string;
  readonly status: CertificateStatus;
  /** As it is now. */
  readonly policy: VaultPolicy;
  /** Oldest first. */
  readonly versions: readonly ObservedVersion[];
  readonly latest: ObservedVersion;
  /** Epoch milliseconds; undefined for one that is not deleted. */
  readonly deletedAt: number | undefined;
  readonly scheduledPurgeAt: number | undefined;
}

/** Looks at the vault past the API, for assertions that trust no answer. */
export class VaultState {
  constructor(
    private readonly store: VaultStore,
    private readonly clock: Clock,
  ) {}

  /** All that are not deleted, in the order of their creation. */
  certificates(): ObservedVaultCertificate[] {
    return this.all().filter(({ status }) => status === 'active');
  }

  /** All that are deleted, or on their way there or back. */
  deleted(): ObservedVaultCertificate[] {
    return this.all().filter(({ status }) => status !== 'active');
  }

  /** In whatever state it is. */
  certificate(name: string): ObservedVaultCertificate | undefined {
    const now = this.clock.now();
    const found = this.store.get(name, now);
    return found && observe(found, now);
  }

  /** As JSON can carry it: DER in base64. */
  toJSON(): object {
    const json = ({ latest: _, ...certificate }: ObservedVaultCertificate) => ({
      ...certificate,
      versions: certificate.versions.map((version) => ({
        ...version,
        leaf: Buffer.from(version.leaf).toString('base64'),
        chain: version.chain.map((der) => Buffer.from(der).toString('base64')),
      })),
    });
    return { certificates: this.certificates().map(json), deleted: this.deleted().map(json) };
  }

  private all(): ObservedVaultCertificate[] {
    const now = this.clock.now();
    return this.store.all(now).map((certificate) => observe(certificate, now));
  }
}

function observe(certificate: VaultCertificate, now: number): ObservedVaultCertificate {
  return {
    name: certificate.name,
    status: certificate.status(now) ?? 'deleted',
    policy: certificate.policy,
    versions: certificate.versions.map(observeVersion),
    latest: observeVersion(certificate.latest),
    deletedAt: certificate.deletion?.deletedAt,
    scheduledPurgeAt: certificate.deletion?.purgeAt,
  };
}

function observeVersion(version: VaultVersion): ObservedVersion {
  const { leaf } = version;
  const spki = leaf.publicKey.export({ type: 'spki', format: 'der' });
  const held = createPublicKey(version.privateKey).export({ type: 'spki', format: 'der' });
  return {
    version: version.id,
    serial: leaf.serial.replace(/^0+(?=.)/, ''),
    leaf: leaf.der,
    leafPem: pemOf('CERTIFICATE', leaf.der),
    leafSha256: sha256(leaf.der),
    chain: version.chain.map(({ der }) => der),
    tags: version.tags,
    enabled: version.enabled,
    createdAt: version.createdAt,
    updatedAt: version.updatedAt,
    policy: version.policyThen,
    contentType: version.contentType,
    keyMatches: spki.equals(held),
    keySpkiSha256: sha256(held),
    principal: version.principal,
    importedAs: version.importedAs,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
