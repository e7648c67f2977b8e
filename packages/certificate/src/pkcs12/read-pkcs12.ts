import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { CertctlError, type CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import { childrenOf, type DerElement, expectTag, onlyElement, readOid, TAG } from '../der.js';
import { algorithmOfPrivateKey, isDeployed } from '../key-algorithm.js';
import { keyMatches } from '../key-matches.js';
import { rememberAdmitted, wasAdmitted } from '../known-keys.js';
import { readCertificate } from '../read-certificate.js';
import { keepParsed } from '../read-private-key.js';
import { type Bags, bagsOf } from './bags.js';
import { definite } from './definite.js';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { DIGESTS, OID } from './oids.js';
import { Pkcs12Problem } from './pkcs12-problem.js';
import { algorithmOf, iterationsOf, type Password } from './unseal.js';

/** What a PKCS#12 holds. Certificates are DER. */
export interface Pkcs12Contents {
  /** The certificate that the private key belongs to. */
  readonly leaf: Uint8Array;
  /** The others, in the order of the file. */
  readonly chain: readonly Uint8Array[];
  /** The caller destroys it. */
  readonly privateKey: PrivateKey;
}

const MOST_BYTES = 3 * 1024 * 1024;

/**
 * Reads a PKCS#12 (RFC 7292) with one private key: AES and 3DES, as OpenSSL, Windows, Java and Key Vault
 * write it.
 *
 * @param passphrase left out or empty: both encodings of no password are tried
 * @throws CertctlError `pkcs12_unreadable`, `key_passphrase_wrong`, `certificate_unreadable`,
 *   `key_unreadable`, `key_algorithm_unsupported`, `material_too_large`
 */
export async function readPkcs12(bytes: Uint8Array, passphrase?: string): Promise<Pkcs12Contents> {
  if (bytes.length > MOST_BYTES) {
    throw new CertctlError('material_too_large', `The PKCS#12 has ${bytes.length} bytes.`);
  }
  try {
    const { safe, mac } = fileOf(bytes);
    const password = passwordThatFits(safe, mac, passphrase);
    return assemble(await bagsOf(safe, password));
  } catch (error) {
    throw coded(error);
  }
}

/** What is wrong inside is left out where it is not ours: it may quote what was read. */
function coded(error: unknown): CertctlError {
  if (error instanceof CertctlError) return error;
  if (!(error instanceof Pkcs12Problem)) {
    return new CertctlError('pkcs12_unreadable', 'The bytes are not a PKCS#12.');
  }
  if (error.kind === 'passphrase') {
    const message = `The PKCS#12 could not be opened with this passphrase: ${error.message}.`;
    return new CertctlError('key_passphrase_wrong', message);
  }
  return new CertctlError('pkcs12_unreadable', `The PKCS#12 cannot be read: ${error.message}.`);
}

/** PFX; RFC 7292, 4. */
function fileOf(bytes: Uint8Array): { readonly safe: Uint8Array; readonly mac: DerElement | undefined } {
  const [, authSafe, mac] = childrenOf(onlyElement(definite(bytes), TAG.sequence));
  const [type, content] = childrenOf(expectTag(authSafe, TAG.sequence));
  if (readOid(type) !== OID.data) throw new Pkcs12Problem('unsupported', 'it is signed, not sealed');
  const [safe] = childrenOf(expectTag(content, TAG.explicit));
  return { safe: expectTag(safe, TAG.octetString).content, mac };
}

/** The form of the passphrase under which the MAC is right. A file without one lets the decryption decide. */
function passwordThatFits(
  safe: Uint8Array,
  mac: DerElement | undefined,
  passphrase: string | undefined,
): Password {
  const given = { utf8: passphrase ?? '', bmp: bmpPassword(passphrase ?? '') };
  const forms: readonly Password[] =
    given.utf8 === '' ? [given, { utf8: '', bmp: Buffer.alloc(0) }] : [given];
  if (mac === undefined) return given;
  const fitting = forms.find((form) => macFits(safe, mac, form));
  if (fitting === undefined) throw new Pkcs12Problem('passphrase', 'its integrity does not verify');
  return fitting;
}

/** MacData; RFC 7292, 4. */
function macFits(safe: Uint8Array, mac: DerElement, { bmp }: Password): boolean {
  const [info, salt, iterations] = childrenOf(expectTag(mac, TAG.sequence));
  const [algorithm, expected] = childrenOf(expectTag(info, TAG.sequence));
  const { id } = algorithmOf(algorithm);
  const digest = DIGESTS[id];
  if (digest === undefined) throw new Pkcs12Problem('unsupported', `its MAC is of ${id}`);
  const key = deriveKey({
    digest,
    purpose: PURPOSE.mac,
    password: bmp,
    salt: expectTag(salt, TAG.octetString).content,
    iterations: iterations === undefined ? 1 : iterationsOf(iterations),
    length: createHmac(digest, '').digest().length,
  });
  const actual = createHmac(digest, key).update(safe).digest();
  key.fill(0);
  const { content } = expectTag(expected, TAG.octetString);
  return actual.length === content.length && timingSafeEqual(actual, content);
}

function assemble({ certificates, keys }: Bags): Pkcs12Contents {
  try {
    const [only, ...more] = keys;
    if (only === undefined || more.length > 0) {
      throw new Pkcs12Problem('unsupported', `it holds ${keys.length} private keys, and one is wanted`);
    }
    const privateKey = admitted(only);
    try {
      return { ...leafFirst(certificates.map(readCertificate), privateKey), privateKey };
    } catch (error) {
      privateKey.destroy();
      throw error;
    }
  } finally {
    for (const key of keys) key.fill(0);
  }
}

function admitted(pkcs8: Buffer): PrivateKey {
  // What a vault gives back is mostly what was sent there.
  if (wasAdmitted(pkcs8)) return new PrivateKey(Uint8Array.from(pkcs8));
  let exported: Buffer;
  let key: KeyObject;
  try {
    // Through node:crypto, which leaves out the attributes that Windows adds.
    key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    exported = key.export({ format: 'der', type: 'pkcs8' });
  } catch {
    throw new CertctlError('key_unreadable', 'The PKCS#12 holds a private key that does not parse.');
  }
  const algorithm = algorithmOfPrivateKey(exported);
  if (isDeployed(algorithm)) {
    rememberAdmitted(exported);
    return keepParsed(new PrivateKey(exported), key);
  }
  exported.fill(0);
  throw new CertctlError(
    'key_algorithm_unsupported',
    `The private key in the PKCS#12 is of the kind ${algorithm.replace(/^other:/, '')}, which is not deployed.`,
  );
}

function leafFirst(certificates: readonly CertificateFacts[], privateKey: PrivateKey) {
  const at = certificates.findIndex((each) => keyMatches(privateKey, each));
  const leaf = certificates[at];
  if (leaf === undefined) {
    throw new Pkcs12Problem('unsupported', 'none of its certificates belongs to its private key');
  }
  return { leaf: leaf.der, chain: certificates.filter((_, index) => index !== at).map(({ der }) => der) };
}
