import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { CertctlError, type CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import type { PFX, SafeBag } from 'pkijs';
import { algorithmOfPrivateKey, isDeployed } from '../key-algorithm.js';
import { keyMatches } from '../key-matches.js';
import { rememberAdmitted, wasAdmitted } from '../known-keys.js';
import { readCertificate } from '../read-certificate.js';
import { keepParsed } from '../read-private-key.js';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { loadPkijs, type Pkijs } from './load-pkijs.js';
import { DIGESTS, OID } from './oids.js';
import { Pkcs12Problem } from './pkcs12-problem.js';
import { checkedIterations, octets, type Password, unseal } from './unseal.js';

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
  const lib = await loadPkijs();
  try {
    const file = lib.pki.PFX.fromBER(bytes);
    const password = passwordThatFits(file, passphrase);
    return assemble(await bagsOf(lib, file, password));
  } catch (error) {
    throw coded(error);
  }
}

/** What a library says is left out: it may quote what it read. */
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

/** The form of the passphrase under which the MAC is right. A file without one lets the decryption decide. */
function passwordThatFits(file: PFX, passphrase: string | undefined): Password {
  const given = { utf8: passphrase ?? '', bmp: bmpPassword(passphrase ?? '') };
  const forms: readonly Password[] =
    given.utf8 === '' ? [given, { utf8: '', bmp: Buffer.alloc(0) }] : [given];
  if (file.macData === undefined) return given;
  const fitting = forms.find((form) => macFits(file, form));
  if (fitting === undefined) throw new Pkcs12Problem('passphrase', 'its integrity does not verify');
  return fitting;
}

function macFits({ macData, authSafe }: PFX, { bmp }: Password): boolean {
  if (macData === undefined) return false;
  const digest = DIGESTS[macData.mac.digestAlgorithm.algorithmId];
  if (digest === undefined) {
    throw new Pkcs12Problem('unsupported', `its MAC is of ${macData.mac.digestAlgorithm.algorithmId}`);
  }
  const expected = octets(macData.mac.digest.getValue());
  const key = deriveKey({
    digest,
    purpose: PURPOSE.mac,
    password: bmp,
    salt: octets(macData.macSalt.getValue()),
    iterations: checkedIterations(macData.iterations ?? 1),
    length: createHmac(digest, '').digest().length,
  });
  const actual = createHmac(digest, key).update(octets(authSafe.content.getValue())).digest();
  key.fill(0);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

interface Bags {
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8, plain. */
  readonly keys: readonly Buffer[];
}

async function bagsOf(lib: Pkijs, { authSafe }: PFX, password: Password): Promise<Bags> {
  if (authSafe.contentType !== OID.data) throw new Pkcs12Problem('unsupported', 'it is signed, not sealed');
  const certificates: Uint8Array[] = [];
  const keys: Buffer[] = [];
  const safe = lib.pki.AuthenticatedSafe.fromBER(authSafe.content.getValue());
  for (const info of safe.safeContents) {
    const encrypted = info.contentType === OID.encryptedData;
    const plain = encrypted ? await decrypted(lib, info.content, password) : octets(info.content.getValue());
    try {
      for (const bag of lib.pki.SafeContents.fromBER(plain).safeBags) {
        if (bag.bagId === OID.certificateBag) certificates.push(certificateOf(lib, bag));
        if (bag.bagId === OID.shroudedKeyBag) keys.push(await shroudedKey(lib, bag, password));
        if (bag.bagId === OID.keyBag) keys.push(octets(bag.bagValue.toSchema().toBER()));
      }
    } finally {
      if (encrypted) plain.fill(0);
    }
  }
  return { certificates, keys };
}

function decrypted(lib: Pkijs, content: unknown, password: Password): Promise<Buffer> {
  const { encryptedContentInfo } = new lib.pki.EncryptedData({ schema: content });
  const { contentEncryptionAlgorithm } = encryptedContentInfo;
  return unseal(
    lib,
    contentEncryptionAlgorithm,
    octets(encryptedContentInfo.getEncryptedContent()),
    password,
  );
}

function certificateOf(lib: Pkijs, { bagValue }: SafeBag): Uint8Array {
  if (!(bagValue instanceof lib.pki.CertBag) || !(bagValue.certValue instanceof lib.asn1.OctetString)) {
    throw new Pkcs12Problem('unsupported', 'it holds a certificate that is not of X.509');
  }
  return new Uint8Array(bagValue.certValue.getValue());
}

function shroudedKey(lib: Pkijs, { bagValue }: SafeBag, password: Password): Promise<Buffer> {
  if (!(bagValue instanceof lib.pki.PKCS8ShroudedKeyBag)) {
    throw new Pkcs12Problem('damaged', 'a private key has no wrapping');
  }
  const { encryptionAlgorithm, encryptedData } = bagValue;
  return unseal(lib, encryptionAlgorithm, octets(encryptedData.getValue()), password);
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
