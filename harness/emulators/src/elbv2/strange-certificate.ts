import { randomUUID } from 'node:crypto';
import { certificateArn, type Place } from '../acm/arn.js';
import { type CertificateStore, StoredCertificate } from '../acm/certificate-store.js';
import { strangeVersion } from '../acm/strange-version.js';

/**
 * Puts somebody else's certificate into ACM, with the names and the kind of key of another one.
 * undefined when there is nothing to be like.
 */
export async function strangeCertificate(
  likeArn: string | undefined,
  place: Place,
  certificates: CertificateStore,
  now: number,
): Promise<string | undefined> {
  const like = likeArn === undefined ? undefined : certificates.get(likeArn);
  if (like === undefined) return undefined;
  const version = await strangeVersion(like.current.leaf, secondWriter(place), now);
  const strange = new StoredCertificate(certificateArn(place, randomUUID()), place, now, version);
  certificates.add(strange);
  return strange.arn;
}

/** ARN of whom faults act as. */
export function secondWriter({ account }: Place): string {
  return `arn:aws:iam::${account}:user/second-writer`;
}
