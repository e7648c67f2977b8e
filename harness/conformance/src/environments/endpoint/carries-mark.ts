import { X509Certificate } from 'node:crypto';

/**
 * Whether a leaf was issued by the run: its id stands as the organisation in the subject, where nothing that a store
 * does to a certificate can take it away.
 *
 * @param leaf DER
 */
export function carriesMark(leaf: Uint8Array, runId: string): boolean {
  return new X509Certificate(leaf).subject.split('\n').includes(`O=${runId}`);
}
