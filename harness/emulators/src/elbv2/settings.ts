import type { LateReads } from '../acm/settings.js';

/** Behaviour that is disputed, unverified or a quota; all of it may be changed at run time. */
export interface Elbv2Settings {
  /**
   * A certificate that was imported for the first time is not found by the load balancers in this many
   * look-ups, or for this many milliseconds.
   * @default null: it is found at once
   */
  lateCertificates: LateReads | null;
  /**
   * After a change of a listener, this many reads of it, or the reads of this many milliseconds, are
   * answered from what was there before; after its creation that is nothing.
   * @default null: reads see every change at once
   */
  lateReads: LateReads | null;
  /**
   * Milliseconds that handshakes are behind: they show what listener and certificate were then.
   * @default 0
   */
  propagation: number;
  /**
   * How often DescribeListenerCertificates lists the default certificate: once unless it was added to the
   * list too, or always twice.
   * @default 'once'
   */
  defaultListed: 'once' | 'twice';
  /** What removing the default does when it was added to the list too. @default 'refuse' */
  removeListedDefault: 'refuse' | 'unlist';
  /** What removing a certificate is answered with that is not in the list. @default 'CertificateNotFound' */
  removeUnlisted: 'CertificateNotFound' | 'OperationNotPermitted' | 'ignore';
  /** Most certificates in one call that adds or removes; documented as 1, seen as 10. @default 1 */
  certificatesPerCall: number;
  /** Whether an expired certificate is refused. @default 'refuse' */
  expiredCertificates: 'refuse' | 'accept';
  /** Whether a key that the load balancer cannot use is refused, or taken and then not served. @default 'refuse' */
  unsupportedKeys: 'refuse' | 'accept';
  /** Calls a second by operation for one account and region; nothing is published. @default 'off' */
  rates: 'off' | Readonly<Record<string, number>>;
  /** Signatures are verified, or only read for the access key and the region. @default 'off' */
  sigv4: 'off' | 'check';
  /** Most entries on a page, whatever the caller asks for: forces pagination in tests. @default 400 */
  pageSize: number;
  quotas: Elbv2Quotas;
}

export interface Elbv2Quotas {
  /** Certificates in the lists of all listeners of one load balancer; defaults are not counted. */
  readonly certificatesPerApplicationLoadBalancer: number;
  readonly certificatesPerNetworkLoadBalancer: number;
}

export const defaultSettings: Elbv2Settings = {
  lateCertificates: null,
  lateReads: null,
  propagation: 0,
  defaultListed: 'once',
  removeListedDefault: 'refuse',
  removeUnlisted: 'CertificateNotFound',
  certificatesPerCall: 1,
  expiredCertificates: 'refuse',
  unsupportedKeys: 'refuse',
  rates: 'off',
  sigv4: 'off',
  pageSize: 400,
  quotas: { certificatesPerApplicationLoadBalancer: 25, certificatesPerNetworkLoadBalancer: 25 },
};
