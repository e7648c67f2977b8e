import { createCipheriv, randomBytes } from 'node:crypto';
import type { AlgorithmIdentifier } from 'pkijs';
import { bmpPassword, deriveKey, PURPOSE } from './derive-key.js';
import { derivePbkdf2 } from './derive-pbkdf2.js';
import { arrayBufferOf, type Pkijs } from './load-pkijs.js';
import { CIPHERS, OID, oidOf, PRFS } from './oids.js';

/** `aes-256`: AES-256-CBC with PBKDF2-HMAC-SHA-256. `3des`: what readers of before 2019 know. */
export type Pkcs12Encryption = 'aes-256' | '3des';

/**
 * Rounds of the key derivation. What OpenSSL takes; more would slow a reader down and protect nothing where the
 * passphrase travels beside the file.
 */
export const ITERATIONS = 2_048;

export interface Sealed {
  readonly algorithm: AlgorithmIdentifier;
  readonly content: Uint8Array;
}

/** Encrypts a part of a PKCS#12, with a salt of its own. The plain bytes stay the caller's to zero. */
export function seal(
  lib: Pkijs,
  encryption: Pkcs12Encryption,
  passphrase: string,
  plain: Uint8Array,
): Promise<Sealed> {
  return encryption === 'aes-256' ? sealAes(lib, passphrase, plain) : sealTripleDes(lib, passphrase, plain);
}

/** PBES2; RFC 8018, 6.2. */
async function sealAes({ asn1, pki }: Pkijs, passphrase: string, plain: Uint8Array): Promise<Sealed> {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = await derivePbkdf2(passphrase, salt, ITERATIONS, 32, 'sha256');
  const content = encrypt('aes-256-cbc', key, iv, plain);
  const [aes] = Object.entries(CIPHERS).find(([, { name }]) => name === 'aes-256-cbc') ?? [''];
  const params = new pki.PBES2Params({
    keyDerivationFunc: new pki.AlgorithmIdentifier({
      algorithmId: OID.pbkdf2,
      algorithmParams: new pki.PBKDF2Params({
        salt: new asn1.OctetString({ valueHex: arrayBufferOf(salt) }),
        iterationCount: ITERATIONS,
        prf: new pki.AlgorithmIdentifier({
          algorithmId: oidOf(PRFS, 'sha256'),
          algorithmParams: new asn1.Null(),
        }),
      }).toSchema(),
    }),
    encryptionScheme: new pki.AlgorithmIdentifier({
      algorithmId: aes,
      algorithmParams: new asn1.OctetString({ valueHex: arrayBufferOf(iv) }),
    }),
  });
  const algorithm = new pki.AlgorithmIdentifier({
    algorithmId: OID.pbes2,
    algorithmParams: params.toSchema(),
  });
  return { algorithm, content };
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC, which pkijs does not have; RFC 7292, appendix C. */
async function sealTripleDes({ asn1, pki }: Pkijs, passphrase: string, plain: Uint8Array): Promise<Sealed> {
  const salt = randomBytes(16);
  const password = bmpPassword(passphrase);
  const common = { digest: 'sha1', password, salt, iterations: ITERATIONS };
  const key = deriveKey({ ...common, purpose: PURPOSE.key, length: 24 });
  const iv = deriveKey({ ...common, purpose: PURPOSE.iv, length: 8 });
  password.fill(0);
  const content = encrypt('des-ede3-cbc', key, iv, plain);
  const algorithm = new pki.AlgorithmIdentifier({
    algorithmId: OID.pbeSha1TripleDes,
    algorithmParams: new asn1.Sequence({
      value: [
        new asn1.OctetString({ valueHex: arrayBufferOf(salt) }),
        new asn1.Integer({ value: ITERATIONS }),
      ],
    }),
  });
  return { algorithm, content };
}

function encrypt(cipher: string, key: Buffer, iv: Buffer, plain: Uint8Array): Uint8Array {
  try {
    const running = createCipheriv(cipher, key, iv);
    return new Uint8Array(Buffer.concat([running.update(plain), running.final()]));
  } finally {
    key.fill(0);
  }
}
