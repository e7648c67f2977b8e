import { createPrivateKey } from 'node:crypto';
import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import { type Material, PrivateKey } from '@certctl/plugin-api';

let authority: Promise<Authority> | undefined;

export async function issued(
  options: Partial<LeafOptions> = {},
): Promise<{ leaf: IssuedLeaf; material: Material }> {
  authority ??= issueAuthority().then((parent) => issueAuthority({ parent }));
  const issuer = await authority;
  const leaf = await issueLeaf(issuer, { names: ['www.example.com'], ...options });
  const key = createPrivateKey(leaf.privateKeyPem).export({ format: 'der', type: 'pkcs8' });
  const material = {
    leaf: leaf.facts,
    chain: [issuer.facts],
    privateKey: new PrivateKey(new Uint8Array(key)),
  };
  return { leaf, material };
}
