import { childrenOf, type DerElement, expectTag, onlyElement, readOid, TAG } from '../der.js';
import { definite, inOnePiece } from './definite.js';
import { OID } from './oids.js';
import { Pkcs12Problem } from './pkcs12-problem.js';
import { type Password, unseal } from './unseal.js';

export interface Bags {
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8, plain. To be zeroed by the caller. */
  readonly keys: readonly Buffer[];
}

interface Contents {
  readonly certificates: Uint8Array[];
  readonly keys: Buffer[];
}

/** Everything in an AuthenticatedSafe (RFC 7292, 4.1), its encrypted parts opened at the same time. @throws Pkcs12Problem, DerError */
export async function bagsOf(safe: Uint8Array, password: Password): Promise<Bags> {
  const infos = childrenOf(onlyElement(definite(safe), TAG.sequence));
  // Settled, not raced: a key that is opened after another part has failed would be nobody's to zero.
  const settled = await Promise.allSettled(infos.map((info) => contentsOf(info, password)));
  const opened = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const keys = opened.flatMap((each) => each.keys);
  for (const each of settled) {
    if (each.status === 'fulfilled') continue;
    for (const key of keys) key.fill(0);
    throw each.reason;
  }
  return { certificates: opened.flatMap((each) => each.certificates), keys };
}

/** ContentInfo; RFC 5652, 3. */
async function contentsOf(info: DerElement, password: Password): Promise<Contents> {
  const [type, content] = childrenOf(expectTag(info, TAG.sequence));
  const [inner] = childrenOf(expectTag(content, TAG.explicit));
  if (readOid(type) !== OID.encryptedData) {
    return await bagsIn(expectTag(inner, TAG.octetString).content, password);
  }
  const plain = await decrypted(inner, password);
  try {
    return await bagsIn(plain, password);
  } finally {
    plain.fill(0);
  }
}

/** EncryptedData; RFC 5652, 8 and 6.1. */
function decrypted(data: DerElement | undefined, password: Password): Promise<Buffer> {
  const [, info] = childrenOf(expectTag(data, TAG.sequence));
  const [, algorithm, sealed] = childrenOf(expectTag(info, TAG.sequence));
  if (algorithm === undefined || sealed === undefined) {
    throw new Pkcs12Problem('damaged', 'an encrypted part is empty');
  }
  return unseal(algorithm, implicitOctets(sealed), password);
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or in several. */
function implicitOctets(element: DerElement): Uint8Array {
  if (element.tag !== TAG.explicit) return expectTag(element, TAG.implicit).content;
  const whole = inOnePiece(childrenOf(element).map(({ bytes }) => bytes));
  return onlyElement(whole, TAG.octetString).content;
}

/** SafeContents; RFC 7292, 4.2. */
async function bagsIn(plain: Uint8Array, password: Password): Promise<Contents> {
  const found: Contents = { certificates: [], keys: [] };
  const contents = definite(plain);
  try {
    for (const bag of childrenOf(onlyElement(contents, TAG.sequence))) {
      const [id, wrapped] = childrenOf(expectTag(bag, TAG.sequence));
      const [value] = childrenOf(expectTag(wrapped, TAG.explicit));
      if (value === undefined) throw new Pkcs12Problem('damaged', 'a bag is empty');
      const kind = readOid(id);
      if (kind === OID.certificateBag) found.certificates.push(certificateIn(value));
      if (kind === OID.shroudedKeyBag) found.keys.push(await shroudedKey(value, password));
      if (kind === OID.keyBag) found.keys.push(Buffer.from(value.bytes));
    }
    return found;
  } catch (error) {
    for (const key of found.keys) key.fill(0);
    throw error;
  } finally {
    contents.fill(0);
  }
}

function certificateIn(bag: DerElement): Uint8Array {
  const [id, wrapped] = childrenOf(expectTag(bag, TAG.sequence));
  const [certificate] = childrenOf(expectTag(wrapped, TAG.explicit));
  if (readOid(id) !== OID.x509Certificate || certificate?.tag !== TAG.octetString) {
    throw new Pkcs12Problem('unsupported', 'it holds a certificate that is not of X.509');
  }
  return new Uint8Array(certificate.content);
}

/** EncryptedPrivateKeyInfo; RFC 5958, 3. */
function shroudedKey(bag: DerElement, password: Password): Promise<Buffer> {
  const [algorithm, sealed] = childrenOf(expectTag(bag, TAG.sequence));
  if (algorithm === undefined) throw new Pkcs12Problem('damaged', 'a private key has no wrapping');
  return unseal(algorithm, expectTag(sealed, TAG.octetString).content, password);
}
