import { createDecipheriv } from 'node:crypto';
import type { AlgorithmIdentifier } from 'pkijs';
import { deriveKey, PURPOSE } from './derive-key.js';
import { derivePbkdf2 } from './derive-pbkdf2.js';
import type { Pkijs } from './load-pkijs.js';
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

/** Decrypts a part of a PKCS#12. The result is the caller's to zero. @throws Pkcs12Problem */
export async function unseal(
  lib: Pkijs,
  algorithm: AlgorithmIdentifier,
  content: Uint8Array,
  password: Password,
): Promise<Buffer> {
  const { cipher, key, iv } = await cipherOf(lib, algorithm, password);
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
  readonly iv: Buffer;
}

function cipherOf(lib: Pkijs, algorithm: AlgorithmIdentifier, password: Password): Promise<Opened> {
  if (algorithm.algorithmId === OID.pbes2) return pbes2Cipher(lib, algorithm, password);
  if (algorithm.algorithmId === OID.pbeSha1TripleDes) return tripleDesCipher(lib, algorithm, password);
  throw new Pkcs12Problem(
    'unsupported',
    `a part of it is encrypted with ${algorithm.algorithmId || 'nothing'}`,
  );
}

async function pbes2Cipher(
  { asn1, pki }: Pkijs,
  algorithm: AlgorithmIdentifier,
  password: Password,
): Promise<Opened> {
  const { keyDerivationFunc, encryptionScheme } = new pki.PBES2Params({ schema: algorithm.algorithmParams });
  const cipher = CIPHERS[encryptionScheme.algorithmId];
  if (keyDerivationFunc.algorithmId !== OID.pbkdf2 || cipher === undefined) {
    throw new Pkcs12Problem('unsupported', `a part of it is encrypted with ${encryptionScheme.algorithmId}`);
  }
  const { salt, iterationCount, prf } = new pki.PBKDF2Params({ schema: keyDerivationFunc.algorithmParams });
  // The default of RFC 8018, A.2.
  const digest = prf === undefined ? 'sha1' : PRFS[prf.algorithmId];
  if (digest === undefined || !(salt instanceof asn1.OctetString)) {
    throw new Pkcs12Problem('unsupported', 'its key derivation is not known');
  }
  const iterations = checkedIterations(iterationCount);
  const key = await derivePbkdf2(
    password.utf8,
    octets(salt.getValue()),
    iterations,
    cipher.keyLength,
    digest,
  );
  const scheme: unknown = encryptionScheme.algorithmParams;
  if (!(scheme instanceof asn1.OctetString)) throw new Pkcs12Problem('damaged', 'a cipher has no IV');
  return { cipher: cipher.name, key, iv: octets(scheme.getValue()) };
}

async function tripleDesCipher(
  { asn1 }: Pkijs,
  algorithm: AlgorithmIdentifier,
  password: Password,
): Promise<Opened> {
  const params: unknown = algorithm.algorithmParams;
  const [salt, count] = params instanceof asn1.Sequence ? params.valueBlock.value : [];
  if (!(salt instanceof asn1.OctetString) || !(count instanceof asn1.Integer)) {
    throw new Pkcs12Problem('damaged', 'a cipher has no parameters');
  }
  const common = {
    digest: 'sha1',
    password: password.bmp,
    salt: octets(salt.getValue()),
    iterations: checkedIterations(count.valueBlock.valueDec),
  };
  return {
    cipher: 'des-ede3-cbc',
    key: deriveKey({ ...common, purpose: PURPOSE.key, length: 24 }),
    iv: deriveKey({ ...common, purpose: PURPOSE.iv, length: 8 }),
  };
}

export function checkedIterations(count: number): number {
  if (Number.isInteger(count) && count > 0 && count <= MOST_ITERATIONS) return count;
  throw new Pkcs12Problem('unsupported', `it asks for ${count} rounds of key derivation`);
}

export function octets(value: ArrayBuffer): Buffer {
  return Buffer.from(value);
}
