import { childrenOf, type DerElement, DerError, expectTag, readOid, TAG } from './der.js';

/** Short names as openssl prints them; X.520, RFC 4519 and the CA/Browser Forum's guidelines. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** A name on one line, in the order of the certificate, as `openssl -nameopt oneline` prints it. */
export function readName(name: DerElement | undefined): string {
  return childrenOf(expectTag(name, TAG.sequence))
    .map((relative) => childrenOf(expectTag(relative, TAG.set)).map(readAttribute).join(' + '))
    .join(', ');
}

function readAttribute(attribute: DerElement): string {
  const [type, value] = childrenOf(expectTag(attribute, TAG.sequence));
  const oid = readOid(type);
  if (value === undefined) throw new DerError('a name has an attribute without a value');
  return `${SHORT_NAMES[oid] ?? oid} = ${printable(value)}`;
}

function printable(value: DerElement): string {
  const utf8 = toUtf8(value);
  if (utf8 === undefined) return `#${Buffer.from(value.bytes).toString('hex').toUpperCase()}`;
  const text = utf8.toString('latin1');
  // Everything outside printable ASCII is escaped: a name can neither pass for another nor steer a terminal.
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(
      /[^\x20-\x7e]/g,
      (byte) => `\\${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
    );
  return /^[# ]|[,+<>;]| $/.test(text) ? `"${escaped}"` : escaped;
}

/** The text of a string type of X.520; undefined for any other type. */
function toUtf8(value: DerElement): Buffer | undefined {
  const content = Buffer.from(value.content.buffer, value.content.byteOffset, value.content.byteLength);
  switch (value.tag) {
    case 0x0c: // UTF8String
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
      return content;
    case 0x14: // TeletexString, which everybody writes and reads as Latin-1
      return Buffer.from(content.toString('latin1'));
    case 0x1e: // BMPString
      if (content.length % 2 !== 0) throw new DerError('a BMPString has half a character');
      return Buffer.from(Buffer.from(content).swap16().toString('utf16le'));
    default:
      return undefined;
  }
}
