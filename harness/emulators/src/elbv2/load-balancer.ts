import type { Place } from '../acm/arn.js';
import type { CertificateStore } from '../acm/certificate-store.js';
import type { Listener } from './listener.js';
import type { LoadBalancerType } from './resource-arn.js';

export interface LoadBalancerFacts {
  readonly arn: string;
  readonly name: string;
  readonly type: LoadBalancerType;
  readonly scheme: 'internet-facing' | 'internal';
  readonly dnsName: string;
  readonly subnets: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly place: Place;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** One load balancer with its listeners, and the certificates that are told of its use. */
export class LoadBalancer {
  private readonly byArn = new Map<string, Listener>();
  private using: ReadonlySet<string> = new Set();

  constructor(readonly facts: LoadBalancerFacts) {}

  /** In the order of their creation. */
  get listeners(): readonly Listener[] {
    return [...this.byArn.values()];
  }

  listener(arn: string): Listener | undefined {
    return this.byArn.get(arn);
  }

  add(listener: Listener): void {
    this.byArn.set(listener.arn, listener);
  }

  delete(arn: string): void {
    this.byArn.delete(arn);
  }

  clear(): void {
    this.byArn.clear();
  }

  /**
   * Tells the certificates that this load balancer began or ended to use them.
   * https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html: InUseBy has the ARN of
   * the load balancer, not that of the listener
   */
  tellCertificates(certificates: CertificateStore, now: number): void {
    const used = new Set(
      this.listeners.flatMap(({ current }) => [
        ...(current.defaultCertificate === undefined ? [] : [current.defaultCertificate]),
        ...current.certificates,
      ]),
    );
    for (const arn of this.using) if (!used.has(arn)) certificates.get(arn)?.release(this.facts.arn, now);
    for (const arn of used) certificates.get(arn)?.use(this.facts.arn);
    this.using = used;
  }
}
