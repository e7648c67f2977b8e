import { CertctlError } from '@certctl/plugin-api';

const DECIMAL_DIGITS = 128;

/**
 * A serial number in the one form that is compared: lower-case hexadecimal without separators or leading
 * zeros, `0` for zero, a leading `-` for the negative ones that RFC 5280, 4.1.2.2 asks readers to bear.
 *
 * @param text hexadecimal in either case, with or without `0x`, colons, spaces or leading zeros
 * @throws CertctlError `certificate_unreadable` when it is not hexadecimal
 */
export function normaliseSerial(text: string): string {
  const match = /^(-?)(?:0[xX])?([0-9a-fA-F]+)$/.exec(text.replace(/[\s:]/g, ''));
  if (match === null) throw notASerial('hexadecimal');
  const digits = (match[2] ?? '').replace(/^0+(?=.)/, '').toLowerCase();
  return digits === '0' ? '0' : `${match[1]}${digits}`;
}

/**
 * The same for a serial number written in decimal, as some services do.
 *
 * @throws CertctlError `certificate_unreadable` when it is not decimal, or longer than any serial number
 */
export function serialFromDecimal(text: string): string {
  const trimmed = text.trim();
  if (!/^-?\d+$/.test(trimmed) || trimmed.length > DECIMAL_DIGITS) throw notASerial('decimal');
  return normaliseSerial(BigInt(trimmed).toString(16));
}

/** The content of a DER INTEGER, two's complement. */
export function serialFromInteger(content: Uint8Array): string {
  const hex = Buffer.from(content).toString('hex');
  const isNegative = (content[0] ?? 0) >= 0x80;
  if (!isNegative) return normaliseSerial(hex);
  return normaliseSerial((BigInt(`0x${hex}`) - (1n << BigInt(content.length * 8))).toString(16));
}

function notASerial(base: string): CertctlError {
  return new CertctlError(
    'certificate_unreadable',
    `A serial number was expected to be ${base}, and is not.`,
    {
      remedy: 'Compare it with openssl x509 -serial -noout -in FILE.',
    },
  );
}
