import type { CertificateFacts, KeyAlgorithm } from '@certctl/plugin-api';
import { childrenOf, type DerElement, expectTag, onlyElement, readOid, TAG } from './der.js';

type Named = CertificateFacts['keyAlgorithm'];

/** Named curves of RFC 5480, 2.1.1.1, and the one that Key Vault has besides. */
const CURVES: Readonly<Record<string, Named>> = {
  '1.2.840.10045.3.1.7': 'EC-P-256',
  '1.3.132.0.34': 'EC-P-384',
  '1.3.132.0.35': 'EC-P-521',
  '1.3.132.0.10': 'other:EC-secp256k1',
};

const RSA_SIZES: readonly number[] = [1024, 2048, 3072, 4096];

const OTHERS: Readonly<Record<string, Named>> = {
  '1.2.840.113549.1.1.10': 'other:RSA-PSS',
  '1.2.840.10040.4.1': 'other:DSA',
  '1.3.101.112': 'other:Ed25519',
  '1.3.101.113': 'other:Ed448',
};

/** RSA 1024 is told apart and not deployed: the CA/Browser Forum's requirements, 6.1.5, ask for 2048. */
const DEPLOYED: ReadonlySet<string> = new Set<KeyAlgorithm>([
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'EC-P-256',
  'EC-P-384',
  'EC-P-521',
]);

export function isDeployed(algorithm: Named): boolean {
  return DEPLOYED.has(algorithm);
}

/** Algorithm and size of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). */
export function algorithmOfPublicKey(info: DerElement): Named {
  const [identifier, key] = childrenOf(expectTag(info, TAG.sequence));
  // The first byte of a BIT STRING counts the unused bits of its last one; a key has none.
  const bits = expectTag(key, TAG.bitString).content.subarray(1);
  return algorithmOf(identifier, () => rsaBits(bits, 0));
}

/** Algorithm and size of an unencrypted PrivateKeyInfo (RFC 5958). */
export function algorithmOfPrivateKey(pkcs8: Uint8Array): Named {
  const [, identifier, key] = childrenOf(onlyElement(pkcs8, TAG.sequence));
  // RSAPrivateKey has its version before the modulus (RFC 8017, A.1.2).
  return algorithmOf(identifier, () => rsaBits(expectTag(key, TAG.octetString).content, 1));
}

function algorithmOf(identifier: DerElement | undefined, modulusBits: () => number): Named {
  const [oid, parameters] = childrenOf(expectTag(identifier, TAG.sequence));
  const name = readOid(oid);
  if (name === '1.2.840.113549.1.1.1') return rsaOf(modulusBits());
  if (name === '1.2.840.10045.2.1') return curveOf(parameters);
  return OTHERS[name] ?? `other:${name}`;
}

function rsaOf(bits: number): Named {
  // The cast holds: exactly the sizes of the list are members of KeyAlgorithm.
  return RSA_SIZES.includes(bits) ? (`RSA-${bits}` as KeyAlgorithm) : `other:RSA-${bits}`;
}

/** RFC 5480, 2.1.1 allows named curves only; parameters written out could describe any curve. */
function curveOf(parameters: DerElement | undefined): Named {
  if (parameters?.tag !== TAG.oid) return 'other:EC-explicit';
  const oid = readOid(parameters);
  return CURVES[oid] ?? `other:EC-${oid}`;
}

function rsaBits(key: Uint8Array, modulusAt: number): number {
  const modulus = expectTag(childrenOf(onlyElement(key, TAG.sequence))[modulusAt], TAG.integer).content;
  const start = modulus.findIndex((byte) => byte !== 0);
  if (start < 0) return 0;
  return (modulus.length - start) * 8 - Math.clz32(modulus[start] ?? 0) + 24;
}
