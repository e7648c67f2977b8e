import { createHash, hash as hashOnce } from 'node:crypto';

/** What the bytes are for: RFC 7292, B.3. */
export const KDF_PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

export interface KdfInput {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly purpose: (typeof KDF_PURPOSE)[keyof typeof KDF_PURPOSE];
  /** As a BMPString, see {@link bmpPassword}. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

/** Block length of the hash function in bytes. */
const BLOCK = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 } as const;

/** The key derivation of RFC 7292, B.2. */
export function pkcs12Kdf({ hash, purpose, password, salt, iterations, length }: KdfInput): Buffer {
  const block = BLOCK[hash];
  const diversifier = Buffer.alloc(block, purpose);
  let input: Buffer = Buffer.concat([filled(salt, block), filled(password, block)]);
  const output: Buffer[] = [];
  for (let made = 0; made < length; ) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let turn = 1; turn < iterations; turn += 1)
      digest = Buffer.from(hashOnce(hash, digest, 'binary'), 'latin1');
    output.push(digest);
    made += digest.length;
    input = plusOne(input, Buffer.alloc(block, digest), block);
  }
  return Buffer.concat(output).subarray(0, length);
}

/** RFC 7292, B.1: UTF-16 in big-endian order with two zero bytes behind. */
export function bmpPassword(password: string): Buffer {
  return Buffer.from(`${password}\0`, 'utf16le').swap16();
}

/** Repeated up to a multiple of the block length; nothing stays nothing. */
function filled(bytes: Uint8Array, block: number): Buffer {
  return bytes.length === 0 ? Buffer.alloc(0) : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Each block of the input becomes itself plus `added` plus one, as numbers of the length of a block. */
function plusOne(input: Buffer, added: Buffer, block: number): Buffer {
  const sum = Buffer.from(input);
  for (let start = 0; start < sum.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at -= 1) {
      carry += (sum[start + at] ?? 0) + (added[at] ?? 0);
      sum[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
  return sum;
}
