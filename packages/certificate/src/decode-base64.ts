const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 64;
const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (const [value, character] of [...ALPHABET].entries()) DIGITS[character.charCodeAt(0)] = value;

const NEWLINE = 0x0a;
const PADDING = 0x3d;

/**
 * Base64 (RFC 4648, 4) in lines, from bytes to bytes: Node's own decoder wants a string, which could not be zeroed.
 * @returns the caller's to zero; undefined for what is not base64 to the letter
 */
export function decodeBase64(encoded: Uint8Array): Buffer | undefined {
  const decoded = Buffer.alloc(Math.ceil((encoded.length * 3) / 4));
  let [at, bits, held, padding] = [0, 0, 0, 0];
  for (const byte of encoded) {
    if (byte === NEWLINE) continue;
    if (byte === PADDING) {
      padding += 1;
      continue;
    }
    const digit = DIGITS[byte] ?? NO_DIGIT;
    if (digit === NO_DIGIT || padding > 0) return undefinedAfter(decoded);
    held = ((held << 6) | digit) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded[at] = (held >> bits) & 0xff;
    at += 1;
  }
  const isWhole = bits === 0 ? padding === 0 : padding === bits / 2 && (held & ((1 << bits) - 1)) === 0;
  return isWhole ? decoded.subarray(0, at) : undefinedAfter(decoded);
}

function undefinedAfter(decoded: Buffer): undefined {
  decoded.fill(0);
  return undefined;
}
