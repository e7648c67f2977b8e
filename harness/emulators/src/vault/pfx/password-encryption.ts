import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { AlgorithmIdentifier, PBES2Params, PBKDF2Params } from 'pkijs';
import { bmpPassword, KDF_PURPOSE, pkcs12Kdf } from './pkcs12-kdf.js';

/** Encryptions of the bags of a PFX, by the settings that switch them. */
export type PfxEncryption = 'aes256' | 'tripleDes';

const OID = {
  tripleDes: '1.2.840.113549.1.12.1.3',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
} as const;

const AES_BITS: Readonly<Record<string, 128 | 192 | 256>> = {
  '2.16.840.1.101.3.4.1.2': 128,
  '2.16.840.1.101.3.4.1.22': 192,
  [OID.aes256]: 256,
};

/** The pseudo-random function of PBKDF2; absent means SHA-1 (RFC 8018, A.2). */
const PRF: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  [OID.hmacSha256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

/** Enough for any file of our time, and too few to stand still for. */
const MOST_ITERATIONS = 5_000_000;

export interface Decrypted {
  readonly plain: Buffer;
  readonly encryption: PfxEncryption;
  /** As people call it: `AES-256-CBC, PBKDF2 with sha256`. */
  readonly description: string;
}

/** Decrypts what a password encrypted; throws when algorithm or password are others. */
export function decryptWithPassword(
  algorithm: AlgorithmIdentifier,
  encrypted: Uint8Array,
  password: string,
): Decrypted {
  if (algorithm.algorithmId === OID.pbes2) return decryptPbes2(algorithm, encrypted, password);
  if (algorithm.algorithmId === OID.tripleDes) return decryptTripleDes(algorithm, encrypted, password);
  throw new UnknownEncryption(algorithm.algorithmId);
}

/** An encryption that is not read at all, as RC2. */
class UnknownEncryption extends Error {
  constructor(readonly algorithm: string) {
    super(`the encryption ${algorithm} is not read`);
  }
}

function decryptPbes2(algorithm: AlgorithmIdentifier, encrypted: Uint8Array, password: string): Decrypted {
  const { keyDerivationFunc, encryptionScheme } = new PBES2Params({ schema: algorithm.algorithmParams });
  const bits = AES_BITS[encryptionScheme.algorithmId];
  if (bits === undefined) throw new UnknownEncryption(encryptionScheme.algorithmId);
  if (keyDerivationFunc.algorithmId !== OID.pbkdf2)
    throw new UnknownEncryption(keyDerivationFunc.algorithmId);
  const { salt, iterationCount, prf } = new PBKDF2Params({ schema: keyDerivationFunc.algorithmParams });
  const digest = prf === undefined ? 'sha1' : PRF[prf.algorithmId];
  if (digest === undefined) throw new UnknownEncryption(prf?.algorithmId ?? '');
  const key = pbkdf2Sync(password, octets(salt), iterations(iterationCount), bits / 8, digest);
  const decipher = createDecipheriv(`aes-${bits}-cbc`, key, octets(encryptionScheme.algorithmParams));
  return {
    plain: Buffer.concat([decipher.update(encrypted), decipher.final()]),
    encryption: 'aes256',
    description: `AES-${bits}-CBC, PBKDF2 with ${digest}`,
  };
}

/** RFC 7292, C: key and IV come from the key derivation of appendix B. */
function decryptTripleDes(
  algorithm: AlgorithmIdentifier,
  encrypted: Uint8Array,
  password: string,
): Decrypted {
  const parameters: unknown = algorithm.algorithmParams;
  if (!(parameters instanceof Sequence)) throw new TypeError('the parameters of the encryption are missing');
  const [salt, count] = parameters.valueBlock.value;
  if (!(count instanceof Integer)) throw new TypeError('the number of iterations is missing');
  const { key, iv } = tripleDesKey(password, octets(salt), iterations(count.valueBlock.valueDec));
  const decipher = createDecipheriv('des-ede3-cbc', key, iv);
  return {
    plain: Buffer.concat([decipher.update(encrypted), decipher.final()]),
    encryption: 'tripleDes',
    description: 'pbeWithSHAAnd3-KeyTripleDES-CBC',
  };
}

function tripleDesKey(password: string, salt: Uint8Array, iterations: number): { key: Buffer; iv: Buffer } {
  const input = { hash: 'sha1', password: bmpPassword(password), salt, iterations } as const;
  return {
    key: pkcs12Kdf({ ...input, purpose: KDF_PURPOSE.key, length: 24 }),
    iv: pkcs12Kdf({ ...input, purpose: KDF_PURPOSE.iv, length: 8 }),
  };
}

export interface Encrypted {
  readonly algorithm: AlgorithmIdentifier;
  readonly bytes: Buffer;
}

const ITERATIONS = 2_000;

/** Encrypts with a salt of its own. */
export function encryptWithPassword(
  encryption: PfxEncryption,
  plain: Uint8Array,
  password: string,
): Encrypted {
  const salt = randomBytes(16);
  if (encryption === 'tripleDes') {
    const { key, iv } = tripleDesKey(password, salt, ITERATIONS);
    const cipher = createCipheriv('des-ede3-cbc', key, iv);
    const algorithmParams = new Sequence({
      value: [new OctetString({ valueHex: salt }), new Integer({ value: ITERATIONS })],
    });
    return {
      algorithm: new AlgorithmIdentifier({ algorithmId: OID.tripleDes, algorithmParams }),
      bytes: Buffer.concat([cipher.update(plain), cipher.final()]),
    };
  }
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256'), iv);
  return {
    algorithm: new AlgorithmIdentifier({
      algorithmId: OID.pbes2,
      algorithmParams: pbes2Parameters(salt, iv),
    }),
    bytes: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

function pbes2Parameters(salt: Uint8Array, iv: Uint8Array): Sequence {
  return new Sequence({
    value: [
      identified(
        OID.pbkdf2,
        new Sequence({
          value: [
            new OctetString({ valueHex: salt }),
            new Integer({ value: ITERATIONS }),
            identified(OID.hmacSha256, new Null()),
          ],
        }),
      ),
      identified(OID.aes256, new OctetString({ valueHex: iv })),
    ],
  });
}

function identified(oid: string, parameters: Sequence | OctetString | Null): Sequence {
  return new Sequence({ value: [new ObjectIdentifier({ value: oid }), parameters] });
}

function iterations(count: number): number {
  if (count < 1 || count > MOST_ITERATIONS) throw new RangeError('the number of iterations is out of range');
  return count;
}

function octets(value: unknown): Uint8Array {
  if (!(value instanceof OctetString)) throw new TypeError('an octet string is missing');
  return new Uint8Array(value.getValue());
}
