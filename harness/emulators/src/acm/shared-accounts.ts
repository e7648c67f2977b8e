import type { Principals } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { CertificateStore } from './certificate-store.js';

/** What the doubles of other services of the same accounts work on. */
export interface SharedAccounts {
  readonly certificates: CertificateStore;
  readonly principals: Principals;
  readonly clock: Clock;
  /** Of requests whose access key is not known. */
  readonly account: string;
  /** Of requests that are not signed. */
  readonly region: string;
}
