import { createPrivateKey } from 'node:crypto';
import { type Material, PrivateKey } from '@certctl/plugin-api';
import { type Authority, issueAuthority } from './issue-authority.js';
import { type IssuedLeaf, issueLeaf, type LeafOptions } from './issue-leaf.js';

let authority: Promise<Authority> | undefined;

/**
 * A leaf for www.example.com under an intermediate that is made once a process, as issued and as a plugin is given
 * it. For tests: nobody trusts the authority, and its key lives in memory alone.
 */
export async function issueMaterial(
  options: Partial<LeafOptions> = {},
): Promise<{ readonly leaf: IssuedLeaf; readonly material: Material }> {
  authority ??= issueAuthority().then((parent) => issueAuthority({ parent }));
  const issuer = await authority;
  const leaf = await issueLeaf(issuer, { names: ['www.example.com'], ...options });
  const key = createPrivateKey(leaf.privateKeyPem).export({ format: 'der', type: 'pkcs8' });
  const privateKey = new PrivateKey(new Uint8Array(key));
  return { leaf, material: { leaf: leaf.facts, chain: [issuer.facts], privateKey } };
}
