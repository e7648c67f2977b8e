import type { KeyObject } from 'node:crypto';
import { ReadDelay } from '../server/read-delay.js';
import { nameValue, type ParsedCertificate } from '../x509/parsed-certificate.js';
import type { Place } from './arn.js';
import { TagTimeline } from './tag-timeline.js';

/** What one import put into a certificate resource. */
export interface CertificateVersion {
  readonly leaf: ParsedCertificate;
  readonly chain: readonly ParsedCertificate[];
  readonly privateKey: KeyObject;
  /** Epoch milliseconds. */
  readonly importedAt: number;
  /** ARN of who imported it. */
  readonly principal: string;
}

/** One certificate resource with all that it ever held. */
export class StoredCertificate {
  readonly tags = new TagTimeline();
  readonly inUseBy = new Set<string>();
  /** When the last use ended, epoch milliseconds. */
  releasedAt: number | undefined;
  private readonly versions: CertificateVersion[] = [];
  private readonly readDelay = new ReadDelay();

  constructor(
    readonly arn: string,
    readonly place: Place,
    readonly createdAt: number,
    first: CertificateVersion,
  ) {
    this.versions.push(first);
  }

  get current(): CertificateVersion {
    return this.newest(() => true) ?? this.never();
  }

  get previous(): CertificateVersion | undefined {
    return this.versions.at(-2);
  }

  /** Oldest first. */
  get history(): readonly CertificateVersion[] {
    return this.versions;
  }

  put(version: CertificateVersion): void {
    this.versions.push(version);
  }

  /** A consumer (its ARN) begins to use the certificate. */
  use(consumerArn: string): void {
    this.inUseBy.add(consumerArn);
  }

  /** A consumer ends to use it, at this time in epoch milliseconds. */
  release(consumerArn: string, at: number): void {
    const ended = this.inUseBy.delete(consumerArn) && this.inUseBy.size === 0;
    if (ended) this.releasedAt = at;
  }

  delayReads(reads: number, until: number): void {
    this.readDelay.begin(reads, until);
  }

  /** What a read sees now; a late read is used up by looking. undefined: not even the certificate itself. */
  visible(now: number): CertificateVersion | undefined {
    return this.readDelay.take(now) ? this.previous : this.current;
  }

  /** What an index sees that is this many milliseconds behind. */
  indexed(now: number, lag: number): CertificateVersion | undefined {
    return this.newest((version) => version.importedAt <= now - lag);
  }

  private newest(accept: (version: CertificateVersion) => boolean): CertificateVersion | undefined {
    return this.versions.findLast(accept);
  }

  private never(): never {
    throw new Error('a stored certificate has at least one version');
  }
}

/** All certificates of all accounts and regions, in the order of their creation. */
export class CertificateStore {
  private readonly certificates = new Map<string, StoredCertificate>();
  private readonly imports = new Map<string, number[]>();

  get(arn: string): StoredCertificate | undefined {
    return this.certificates.get(arn);
  }

  add(certificate: StoredCertificate): void {
    this.certificates.set(certificate.arn, certificate);
  }

  delete(arn: string): void {
    this.certificates.delete(arn);
  }

  all(): StoredCertificate[] {
    return [...this.certificates.values()];
  }

  in(place: Place): StoredCertificate[] {
    return this.all().filter(
      (certificate) =>
        certificate.place.account === place.account && certificate.place.region === place.region,
    );
  }

  countImport(place: Place, at: number): void {
    const key = `${place.account}/${place.region}`;
    const imports = this.imports.get(key);
    if (imports) imports.push(at);
    else this.imports.set(key, [at]);
  }

  importsSince(place: Place, since: number): number {
    return (this.imports.get(`${place.account}/${place.region}`) ?? []).filter((at) => at > since).length;
  }

  clear(): void {
    this.certificates.clear();
    this.imports.clear();
  }
}

/** The names that a certificate is for: subject alternative names, or the common name of an old one. */
export function domainNames(leaf: ParsedCertificate): string[] {
  const names = [...leaf.dnsNames, ...leaf.ipAddresses];
  const commonName = nameValue(leaf.subject, 'CN');
  return names.length === 0 && commonName !== undefined ? [commonName] : names;
}
