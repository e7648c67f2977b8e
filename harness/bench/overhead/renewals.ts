import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import type { Renewal } from './order.js';

const NAMES = ['bench.example.com', 'www.bench.example.com'];

/** Certificates of RSA 2048 under an intermediate, which is what most of the fleet has. Made before anything is timed. */
export async function makeRenewals(count: number): Promise<Renewal[]> {
  const authority = await issueAuthority({ parent: await issueAuthority() });
  const notBefore = Date.now() - 3_600_000;
  const renewals: Renewal[] = [];
  for (let made = 0; made < count; made += 1) {
    const leaf = await issueLeaf(authority, { names: NAMES, keyAlgorithm: 'RSA-2048', notBefore });
    renewals.push({
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
    });
  }
  return renewals;
}
