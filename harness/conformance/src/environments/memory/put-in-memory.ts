import { createPrivateKey, X509Certificate } from 'node:crypto';
import { derFromPem, readCertificates } from '@certctl/certificate';
import { type MemoryService, type MemoryTrail, publicKeyOf, type Stored } from '@certctl/reference';
import type { ObservedPlace, Pems } from '../../environment/stage.js';

/** What of a certificate in memory can be seen past its plugin. */
export function observed(stored: Stored): ObservedPlace {
  return {
    reference: stored.reference,
    state: 'held',
    revisions: [
      {
        leaf: derFromPem(stored.leafPem),
        chain: stored.chainPems.map((pem) => derFromPem(pem)),
        tags: stored.tags,
        keyBelongs: stored.keyFingerprint === publicKeyOf(new X509Certificate(stored.leafPem)),
        enabled: true,
        revision: String(stored.importedAt),
      },
    ],
  };
}

/** Puts a certificate there past the API. */
export function put(
  service: MemoryService,
  { certificatePem, chainPem, privateKeyPem }: Pems,
  over: Partial<Stored> = {},
): Stored {
  const leaf = new X509Certificate(certificatePem);
  const belongs = leaf.checkPrivateKey(createPrivateKey(privateKeyPem));
  const stored: Stored = {
    reference: `memory/certificate/seed-${service.held.size + 1}`,
    tags: {},
    usedBy: [],
    createdAt: service.clock.now(),
    ...over,
    leafPem: certificatePem,
    chainPems: chainPem === '' ? [] : readCertificates(chainPem, 'chain').map(({ pem }) => pem),
    keyFingerprint: belongs ? publicKeyOf(leaf) : 'of another key',
    importedAt: service.clock.now(),
  };
  service.held.set(stored.reference, stored);
  return stored;
}

/** Has the record of writes show one of somebody else. */
export function notedOf(principal: string, trail: MemoryTrail, operation: string): void {
  const { principal: own } = trail;
  trail.principal = principal;
  trail.note(operation);
  trail.principal = own;
}
