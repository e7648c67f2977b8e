import { createPrivateKey } from 'node:crypto';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type CertificateBundle, PrivateKey } from '@certctl/plugin-api';

export interface Issued extends CertificateBundle {
  /** A new copy at every call: the one that is given away may be destroyed. */
  privateKey(): PrivateKey;
}

/** As many leaves of one authority, each with a key of its own and the authority as its chain. */
export async function issueLeaves(count: number): Promise<readonly Issued[]> {
  const authority = await issueAuthority();
  return await Promise.all(
    Array.from({ length: count }, async (_, position) => {
      const { facts, privateKeyPem } = await issueLeaf(authority, {
        names: ['a.example'],
        serial: `0${position + 1}`,
      });
      const der = createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' });
      return {
        leaf: facts,
        chain: [authority.facts],
        privateKey: () => new PrivateKey(Uint8Array.from(der)),
      };
    }),
  );
}
