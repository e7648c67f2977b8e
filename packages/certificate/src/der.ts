/** Tags of X.690 that certificates use. Those with 0x20 are constructed, those with 0x80 context-specific. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: `bytes` is the whole of it, `content` what follows tag and length. Both are views. */
export interface DerElement {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/** What is wrong with the bytes. Stays inside the package: callers turn it into a coded error. */
export class DerError extends Error {}

/**
 * The element at an offset. Strict DER (X.690, 10.1): one-byte tags and definite lengths in the fewest
 * bytes. Leniency would let two parsers see two certificates in the same bytes.
 */
function elementAt(input: Uint8Array, offset: number): DerElement {
  const tag = input[offset];
  const first = input[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('an element is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('a tag has more than one byte');
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = offset + 2 + lengthBytes;
  const length = lengthBytes === 0 && first < 0x80 ? first : longLength(input, offset + 2, lengthBytes);
  if (start + length > input.length) throw new DerError('an element is longer than what holds it');
  return {
    tag,
    bytes: input.subarray(offset, start + length),
    content: input.subarray(start, start + length),
  };
}

function longLength(input: Uint8Array, offset: number, count: number): number {
  if (count < 1 || count > 4) throw new DerError('a length is indefinite or too long');
  let length = 0;
  for (let index = 0; index < count; index++) {
    const byte = input[offset + index];
    if (byte === undefined) throw new DerError('a length is cut off');
    length = length * 256 + byte;
  }
  if (length < 0x80 || length < 256 ** (count - 1))
    throw new DerError('a length has more bytes than it needs');
  return length;
}

/** The only element of `input`. @throws DerError when there is more, less, or another tag. */
export function onlyElement(input: Uint8Array, tag: number): DerElement {
  const element = elementAt(input, 0);
  if (element.bytes.length !== input.length) throw new DerError('bytes follow the last element');
  return expectTag(element, tag);
}

/** The elements that the content of `parent` consists of. */
export function childrenOf(parent: DerElement): DerElement[] {
  if ((parent.tag & 0x20) === 0) throw new DerError('a primitive element was found where others belong');
  const children: DerElement[] = [];
  for (let offset = 0; offset < parent.content.length; ) {
    const child = elementAt(parent.content, offset);
    children.push(child);
    offset += child.bytes.length;
  }
  return children;
}

export function expectTag(element: DerElement | undefined, tag: number): DerElement {
  if (element === undefined) throw new DerError('an element is missing');
  if (element.tag !== tag) throw new DerError(`tag ${element.tag} was found where ${tag} belongs`);
  return element;
}

/** An object identifier in dotted form. X.690, 8.19. */
export function readOid(element: DerElement | undefined): string {
  const { content } = expectTag(element, TAG.oid);
  const last = content.at(-1);
  if (last === undefined || last >= 0x80) throw new DerError('an object identifier is cut off');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const [index, byte] of content.entries()) {
    if (arc === 0n && byte === 0x80 && (index === 0 || (content[index - 1] ?? 0) < 0x80)) {
      throw new DerError('an object identifier is padded');
    }
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [head = 0n, ...rest] = arcs;
  const root = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [root, head - root * 40n, ...rest].join('.');
}
