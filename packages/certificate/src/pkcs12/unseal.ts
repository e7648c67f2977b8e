import { createDecipheriv, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { childrenOf, type DerElement, DerError, expectTag, readOid, TAG } from '../der.js';
import { deriveKey, PURPOSE } from './derive-key.js';
import { CIPHERS, OID, PRFS } from './oids.js';
import { Pkcs12Problem } from './pkcs12-problem.js';

/** A passphrase in the two forms that the parts of a PKCS#12 want. */
export interface Password {
  readonly utf8: string;
  /** RFC 7292, B.1. Empty for no password at all, which some writers tell from an empty one. */
  readonly bmp: Uint8Array;
}

/** A file that asks for more would keep the process busy for minutes. */
const MOST_ITERATIONS = 10_000_000;

/**
 * Decrypts a part of a PKCS#12. The result is the caller's to zero.
 * @param algorithm an AlgorithmIdentifier
 * @throws Pkcs12Problem, DerError
 */
export async function unseal(
  algorithm: DerElement,
  content: Uint8Array,
  password: Password,
): Promise<Buffer> {
  const { cipher, key, iv } = await cipherOf(algorithm, password);
  try {
    const running = createDecipheriv(cipher, key, iv);
    const [head, tail] = [running.update(content), running.final()];
    const plain = Buffer.concat([head, tail]);
    head.fill(0);
    tail.fill(0);
    return plain;
  } catch {
    throw new Pkcs12Problem('passphrase', 'a part of it does not decrypt');
  } finally {
    key.fill(0);
  }
}

interface Opened {
  readonly cipher: string;
  readonly key: Buffer;
  readonly iv: Uint8Array;
}

async function cipherOf(algorithm: DerElement, password: Password): Promise<Opened> {
  const { id, parameters } = algorithmOf(algorithm);
  if (id === OID.pbes2) return await pbes2Cipher(parameters, password);
  if (id === OID.pbeSha1TripleDes) return tripleDesCipher(parameters, password);
  throw new Pkcs12Problem('unsupported', `a part of it is encrypted with ${id}`);
}

/** RFC 8018, A.4. */
async function pbes2Cipher(parameters: DerElement, password: Password): Promise<Opened> {
  const [derivation, encryption] = childrenOf(expectTag(parameters, TAG.sequence));
  const scheme = algorithmOf(encryption);
  const { id: derivedBy, parameters: derivedWith } = algorithmOf(derivation);
  const cipher = CIPHERS[scheme.id];
  if (derivedBy !== OID.pbkdf2 || cipher === undefined) {
    throw new Pkcs12Problem('unsupported', `a part of it is encrypted with ${scheme.id}`);
  }
  const { salt, iterations, digest } = pbkdf2Of(derivedWith);
  const key = await promisify(pbkdf2)(password.utf8, salt, iterations, cipher.keyLength, digest);
  return { cipher: cipher.name, key, iv: expectTag(scheme.parameters, TAG.octetString).content };
}

/** RFC 8018, A.2: the length of the key may be left out, and so may a function that is HMAC-SHA-1. */
function pbkdf2Of(parameters: DerElement) {
  const [salt, count, ...rest] = childrenOf(expectTag(parameters, TAG.sequence));
  const named = rest.find(({ tag }) => tag === TAG.sequence);
  const digest = named === undefined ? 'sha1' : PRFS[algorithmOf(named).id];
  if (digest === undefined || salt?.tag !== TAG.octetString) {
    throw new Pkcs12Problem('unsupported', 'its key derivation is not known');
  }
  return { salt: salt.content, iterations: iterationsOf(count), digest };
}

function tripleDesCipher(parameters: DerElement, password: Password): Opened {
  const [salt, count] = childrenOf(expectTag(parameters, TAG.sequence));
  const common = {
    digest: 'sha1',
    password: password.bmp,
    salt: expectTag(salt, TAG.octetString).content,
    iterations: iterationsOf(count),
  };
  return {
    cipher: 'des-ede3-cbc',
    key: deriveKey({ ...common, purpose: PURPOSE.key, length: 24 }),
    iv: deriveKey({ ...common, purpose: PURPOSE.iv, length: 8 }),
  };
}

/** RFC 5280, 4.1.1.2. */
export function algorithmOf(element: DerElement | undefined): {
  readonly id: string;
  readonly parameters: DerElement;
} {
  const [id, parameters] = childrenOf(expectTag(element, TAG.sequence));
  return { id: readOid(id), parameters: parameters ?? NOTHING };
}

const NOTHING: DerElement = { tag: 0x05, bytes: Uint8Array.of(5, 0), content: new Uint8Array() };

/** An INTEGER that counts rounds of key derivation. */
export function iterationsOf(element: DerElement | undefined): number {
  const { content } = expectTag(element, TAG.integer);
  if (content.length === 0) throw new DerError('a number has no bytes');
  const count =
    content.length > 5 ? Number.POSITIVE_INFINITY : content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (count > 0 && count <= MOST_ITERATIONS && (content[0] ?? 0) < 0x80) return count;
  throw new Pkcs12Problem('unsupported', `it asks for ${count} rounds of key derivation`);
}
