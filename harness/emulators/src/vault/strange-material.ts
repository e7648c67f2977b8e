import { keyAlgorithm } from '../x509/key-algorithm.js';
import { makeCertificate } from '../x509/make-certificate.js';
import type { ParsedCertificate } from '../x509/parsed-certificate.js';
import { vaultKey } from './material/vault-key.js';
import type { VaultMaterial } from './material/vault-material.js';

/** A self-signed certificate with a key of its own, alike in names, key type and usages. */
export async function strangeMaterial(like: ParsedCertificate): Promise<VaultMaterial> {
  const reading = keyAlgorithm(like.publicKey);
  const made = await makeCertificate({
    names: [...like.dnsNames, ...like.ipAddresses],
    algorithm: reading.kind === 'supported' ? reading.algorithm : 'EC_prime256v1',
    notBefore: like.notBefore,
    notAfter: like.notAfter,
    keyUsages: like.keyUsages,
    extendedKeyUsages: like.extendedKeyUsages,
  });
  const key = vaultKey(made.parsed.publicKey);
  if (key === undefined) throw new Error('a certificate that was made here has a key of Key Vault');
  const { parsed: leaf, privateKey } = made;
  return { leaf, chain: [], leafAt: 0, privateKey, key, importedAs: { form: 'fault' } };
}
