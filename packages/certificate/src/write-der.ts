import { TAG } from './der.js';

/** One element in DER (X.690, 10.1): the tag, the length in the fewest bytes, and the contents one after the other. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, { length: each }) => sum + each, 0);
  const head = headOf(tag, length);
  const bytes = Buffer.allocUnsafe(head.length + length);
  let at = 0;
  for (const each of [head, ...contents]) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}

export function sequence(...contents: readonly Uint8Array[]): Buffer {
  return element(TAG.sequence, ...contents);
}

export function octetString(bytes: Uint8Array): Buffer {
  return element(TAG.octetString, bytes);
}

/** @param value not negative, below 2^48 */
export function integer(value: number): Buffer {
  const bytes = Buffer.alloc(7);
  bytes.writeUIntBE(value, 1, 6);
  // The first bit is the sign, so that a zero byte stays before one that begins with it.
  const zeros = bytes.findIndex((byte) => byte !== 0);
  const first = zeros < 0 ? 6 : (bytes[zeros] ?? 0) >= 0x80 ? zeros - 1 : zeros;
  return element(TAG.integer, bytes.subarray(first));
}

/** X.690, 8.19. @param dotted of arcs below 2^31 */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return element(TAG.oid, Uint8Array.from(bytes));
}

export const NULL = element(0x05);

function headOf(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Uint8Array.of(tag, 0x80 | bytes.length, ...bytes);
}
