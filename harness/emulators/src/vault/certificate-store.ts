import type { KeyObject } from 'node:crypto';
import type { ParsedCertificate } from '../x509/parsed-certificate.js';
import type { VaultPolicy } from './policy/vault-policy.js';

export type VaultTags = Readonly<Record<string, string>>;

/** Content types of the secret of a certificate. */
export type SecretContentType = 'application/x-pkcs12' | 'application/x-pem-file';

/** How a version came to be. */
export type ImportedAs =
  | { readonly form: 'pfx'; readonly encryptions: readonly string[]; readonly mac: string }
  | { readonly form: 'pem' }
  | { readonly form: 'seed' }
  | { readonly form: 'fault' };

/** What one import made. */
export interface VaultVersion {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly leaf: ParsedCertificate;
  /** Without the leaf, as the service keeps it. */
  readonly chain: readonly ParsedCertificate[];
  /** Position of the leaf among the certificates of the secret. */
  readonly leafAt: number;
  readonly privateKey: KeyObject;
  readonly contentType: SecretContentType;
  /** The policy as this import left it. */
  readonly policyThen: VaultPolicy;
  readonly principal: string;
  readonly importedAs: ImportedAs;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  updatedAt: number;
  enabled: boolean;
  tags: VaultTags;
}

/** What is known of a deletion; epoch milliseconds. */
interface Deletion {
  readonly deletedAt: number;
  /** From when on the deleted certificate can be seen. */
  readonly doneAt: number;
  readonly purgeAt: number;
  recoveredAt: number | undefined;
}

export type CertificateStatus = 'active' | 'deleting' | 'deleted' | 'recovering';

/** One name with all its versions. */
export class VaultCertificate {
  readonly versions: VaultVersion[] = [];
  deletion: Deletion | undefined;
  private lateReadsLeft = 0;
  private lateUntil = 0;

  constructor(
    readonly name: string,
    public policy: VaultPolicy,
  ) {}

  get latest(): VaultVersion {
    const latest = this.versions.at(-1);
    if (latest === undefined) throw new Error('a stored certificate has at least one version');
    return latest;
  }

  get previous(): VaultVersion | undefined {
    return this.versions.at(-2);
  }

  version(id: string): VaultVersion | undefined {
    return this.versions.find((version) => version.id === id.toLowerCase());
  }

  put(version: VaultVersion): void {
    this.versions.push(version);
    this.policy = version.policyThen;
  }

  delayReads(reads: number, until: number): void {
    this.lateReadsLeft = reads;
    this.lateUntil = until;
  }

  /** What a read of the latest version sees now; a late read is used up by looking. */
  visible(now: number): VaultVersion | undefined {
    if (this.lateReadsLeft > 0) {
      this.lateReadsLeft -= 1;
      return this.previous;
    }
    return now < this.lateUntil ? this.previous : this.latest;
  }

  /** undefined: its retention has ended, it is gone. */
  status(now: number): CertificateStatus | undefined {
    const { deletion } = this;
    if (deletion === undefined) return 'active';
    if (deletion.recoveredAt !== undefined) return now < deletion.recoveredAt ? 'recovering' : 'active';
    if (now < deletion.doneAt) return 'deleting';
    return now < deletion.purgeAt ? 'deleted' : undefined;
  }
}

/** The certificates of one vault, deleted ones too, in the order of their creation. */
export class VaultStore {
  private readonly certificates = new Map<string, VaultCertificate>();

  /** What holds the name at this moment; names are compared without case. */
  get(name: string, now: number): VaultCertificate | undefined {
    const found = this.certificates.get(name.toLowerCase());
    if (found === undefined) return undefined;
    const status = found.status(now);
    if (status === undefined) this.remove(name);
    if (status === 'active') found.deletion = undefined;
    return status === undefined ? undefined : found;
  }

  add(certificate: VaultCertificate): void {
    this.certificates.set(certificate.name.toLowerCase(), certificate);
  }

  remove(name: string): void {
    this.certificates.delete(name.toLowerCase());
  }

  all(now: number): VaultCertificate[] {
    return [...this.certificates.keys()].flatMap((name) => this.get(name, now) ?? []);
  }

  clear(): void {
    this.certificates.clear();
  }
}
