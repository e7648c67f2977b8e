import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { integer, NULL, objectIdentifier, octetString, sequence } from '../write-der.js';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { CIPHERS, OID, oidOf, PRFS } from './oids.js';

/** `aes-256`: AES-256-CBC with PBKDF2-HMAC-SHA-256. `3des`: what readers of before 2019 know. */
export type Pkcs12Encryption = 'aes-256' | '3des';

/**
 * Rounds of the key derivation: what OpenSSL takes, and with that the lowest that readers are known to meet every day.
 * More would slow a reader down and protect nothing where the passphrase is random, of 144 bits, and travels beside
 * the file.
 */
export const ITERATIONS = 2_048;

export interface Sealed {
  /** An AlgorithmIdentifier, DER. */
  readonly algorithm: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Encrypts the parts of a PKCS#12 under one key that is derived once, each with a vector of its own. The plain bytes
 * stay the caller's to zero.
 */
export function seal(
  encryption: Pkcs12Encryption,
  passphrase: string,
  parts: readonly Uint8Array[],
): Promise<readonly Sealed[]> {
  return encryption === 'aes-256' ? sealAes(passphrase, parts) : sealTripleDes(passphrase, parts);
}

/** PBES2; RFC 8018, 6.2. */
async function sealAes(passphrase: string, parts: readonly Uint8Array[]): Promise<readonly Sealed[]> {
  const salt = randomBytes(16);
  const key = await promisify(pbkdf2)(passphrase, salt, ITERATIONS, 32, 'sha256');
  const prf = sequence(objectIdentifier(oidOf(PRFS, 'sha256')), NULL);
  const derivation = sequence(
    objectIdentifier(OID.pbkdf2),
    sequence(octetString(salt), integer(ITERATIONS), prf),
  );
  const [aes = ''] = Object.entries(CIPHERS).find(([, { name }]) => name === 'aes-256-cbc') ?? [];
  try {
    return parts.map((plain) => {
      const iv = randomBytes(16);
      const scheme = sequence(objectIdentifier(aes), octetString(iv));
      const algorithm = sequence(objectIdentifier(OID.pbes2), sequence(derivation, scheme));
      return { algorithm, content: encrypt('aes-256-cbc', key, iv, plain) };
    });
  } finally {
    key.fill(0);
  }
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC; RFC 7292, appendix C. The vector is derived, so that each part has its own salt. */
async function sealTripleDes(passphrase: string, parts: readonly Uint8Array[]): Promise<readonly Sealed[]> {
  const password = bmpPassword(passphrase);
  try {
    return parts.map((plain) => {
      const salt = randomBytes(16);
      const common = { digest: 'sha1', password, salt, iterations: ITERATIONS };
      const key = deriveKey({ ...common, purpose: PURPOSE.key, length: 24 });
      const iv = deriveKey({ ...common, purpose: PURPOSE.iv, length: 8 });
      const content = encrypt('des-ede3-cbc', key, iv, plain);
      key.fill(0);
      const parameters = sequence(octetString(salt), integer(ITERATIONS));
      return { algorithm: sequence(objectIdentifier(OID.pbeSha1TripleDes), parameters), content };
    });
  } finally {
    password.fill(0);
  }
}

function encrypt(cipher: string, key: Buffer, iv: Buffer, plain: Uint8Array): Uint8Array {
  const running = createCipheriv(cipher, key, iv);
  return Buffer.concat([running.update(plain), running.final()]);
}
