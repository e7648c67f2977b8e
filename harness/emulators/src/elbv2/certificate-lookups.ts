import type { StoredCertificate } from '../acm/certificate-store.js';
import type { LateReads } from '../acm/settings.js';

/** Counts for how long a new certificate has been looked for, so that it can be missing for a while. */
export class CertificateLookups {
  private readonly counts = new Map<string, number>();

  /** Whether the load balancers do not know of it yet; the look-up is counted. */
  isLate({ arn, createdAt }: StoredCertificate, late: LateReads | null, now: number): boolean {
    const before = this.counts.get(arn) ?? 0;
    this.counts.set(arn, before + 1);
    if (late === null) return false;
    return before < (late.reads ?? 0) || now < createdAt + (late.ms ?? 0);
  }

  clear(): void {
    this.counts.clear();
  }
}
