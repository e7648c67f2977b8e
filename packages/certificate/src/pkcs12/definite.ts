import { DerError, TAG } from '../der.js';
import { element } from '../write-der.js';

const CONSTRUCTED = 0x20;
const INDEFINITE = 0x80;
/** Of an octet string that was written in pieces. */
const PIECES = TAG.octetString | CONSTRUCTED;
/** Deeper than any PKCS#12; what is deeper would end the process. */
const MOST_DEPTH = 32;

interface Rewritten {
  readonly bytes: Uint8Array;
  /** Where the next element begins. */
  readonly next: number;
}

/**
 * The only element of the input in DER: with definite lengths in the fewest bytes, and octet strings in one piece.
 * Older writers use what BER (X.690, 8.1.3 and 8.7) allows besides. A copy, to be zeroed by the caller.
 * @throws DerError
 */
export function definite(input: Uint8Array): Uint8Array {
  const { bytes, next } = elementAt(input, 0, input.length, 0);
  if (next !== input.length) throw new DerError('bytes follow the last element');
  return bytes;
}

function elementAt(input: Uint8Array, at: number, end: number, depth: number): Rewritten {
  const tag = input[at];
  const first = input[at + 1];
  if (tag === undefined || first === undefined || at + 2 > end) throw new DerError('an element is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag has more than one byte');
  if (depth > MOST_DEPTH) throw new DerError('elements are nested too deeply');
  const isConstructed = (tag & CONSTRUCTED) !== 0;
  if (first === INDEFINITE) {
    if (!isConstructed) throw new DerError('a primitive element has no length');
    const { parts, next } = partsUntil(input, at + 2, end, depth, isEndOfContents);
    return { bytes: joined(tag, parts), next: next + 2 };
  }
  const { start, length } = lengthAt(input, at + 1, end);
  const next = start + length;
  if (next > end) throw new DerError('an element is longer than what holds it');
  if (!isConstructed) return { bytes: element(tag, input.subarray(start, next)), next };
  const { parts } = partsUntil(input, start, next, depth, (_, here) => here === next);
  return { bytes: joined(tag, parts), next };
}

function partsUntil(
  input: Uint8Array,
  start: number,
  end: number,
  depth: number,
  isEnd: (input: Uint8Array, at: number) => boolean,
): { readonly parts: readonly Uint8Array[]; readonly next: number } {
  const parts: Uint8Array[] = [];
  let at = start;
  while (!isEnd(input, at)) {
    const { bytes, next } = elementAt(input, at, end, depth + 1);
    parts.push(bytes);
    at = next;
  }
  return { parts, next: at };
}

function isEndOfContents(input: Uint8Array, at: number): boolean {
  return input[at] === 0 && input[at + 1] === 0;
}

function joined(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  return tag === PIECES ? inOnePiece(parts) : element(tag, ...parts);
}

/** An octet string of octet strings, which are in DER already. */
export function inOnePiece(pieces: readonly Uint8Array[]): Uint8Array {
  return element(TAG.octetString, ...pieces.map(contentOf));
}

function contentOf(piece: Uint8Array): Uint8Array {
  if (piece[0] !== TAG.octetString) throw new DerError('a piece of an octet string is none');
  return piece.subarray(lengthAt(piece, 1, piece.length).start);
}

function lengthAt(
  input: Uint8Array,
  at: number,
  end: number,
): { readonly start: number; readonly length: number } {
  const first = input[at] ?? 0;
  if (first < 0x80) return { start: at + 1, length: first };
  const count = first - 0x80;
  const start = at + 1 + count;
  if (count > 6 || start > end) throw new DerError('a length is too long');
  let length = 0;
  for (let each = at + 1; each < start; each += 1) length = length * 256 + (input[each] ?? 0);
  return { start, length };
}
