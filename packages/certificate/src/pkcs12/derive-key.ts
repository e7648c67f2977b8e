import { createHash, hash } from 'node:crypto';

/** What the derived bytes are for; RFC 7292, B.3. */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

export interface DeriveInput {
  /** Name of a digest of node:crypto. */
  readonly digest: string;
  readonly purpose: (typeof PURPOSE)[keyof typeof PURPOSE];
  /** As `bmpPassword` or an empty buffer gives it. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

/**
 * Derives bytes from a password as PKCS#12 does for its MAC and its own ciphers. RFC 7292, B.2; the names
 * are those of the text.
 */
export function deriveKey({ digest, purpose, password, salt, iterations, length }: DeriveInput): Buffer {
  const u = createHash(digest).digest().length;
  const v = u > 32 ? 128 : 64;
  const diversifier = Buffer.alloc(v, purpose);
  const block = Buffer.concat([filled(salt, v), filled(password, v)]);
  const derived = Buffer.alloc(Math.ceil(length / u) * u);
  for (let at = 0; at < derived.length; at += u) {
    let a = createHash(digest).update(diversifier).update(block).digest();
    for (let round = 1; round < iterations; round++) a = Buffer.from(hash(digest, a, 'binary'), 'latin1');
    a.copy(derived, at);
    addToEach(block, filled(a, v), v);
  }
  block.fill(0);
  return derived.subarray(0, length);
}

/** UTF-16, big-endian, with two zero bytes at the end; RFC 7292, B.1. */
export function bmpPassword(passphrase: string): Buffer {
  return Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
}

/** Copies one after the other up to a multiple of `v` bytes; nothing stays nothing. */
function filled(bytes: Uint8Array, v: number): Buffer {
  const out = Buffer.alloc(Math.ceil(bytes.length / v) * v);
  for (let at = 0; at < out.length; at++) out[at] = bytes[at % bytes.length] ?? 0;
  return out;
}

/** Step 6 C: each block of `v` bytes becomes itself plus `addend` plus one, as a number. */
function addToEach(block: Buffer, addend: Buffer, v: number): void {
  for (let start = 0; start < block.length; start += v) {
    let carry = 1;
    for (let at = v - 1; at >= 0; at--) {
      const sum = (block[start + at] ?? 0) + (addend[at] ?? 0) + carry;
      block[start + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
