const LENGTH = 4;

/** Byte strings one after the other, each behind its length. The result is a copy, to be zeroed by the caller. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const joined = Buffer.alloc(parts.reduce((sum, part) => sum + LENGTH + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    offset = joined.writeUInt32BE(part.length, offset);
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Copies of the parts. What `joinParts` did not make ends in a RangeError. */
export function splitParts(joined: Uint8Array): Uint8Array[] {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < joined.length; ) {
    const start = offset + LENGTH;
    const end = start + view.getUint32(offset);
    if (end > joined.length) throw new RangeError('a part is longer than what holds it');
    parts.push(Uint8Array.from(joined.subarray(start, end)));
    offset = end;
  }
  return parts;
}
