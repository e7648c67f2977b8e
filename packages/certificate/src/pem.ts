import { CertctlError, type ErrorCode } from '@certctl/plugin-api';

export interface PemBlock {
  /** What stands after BEGIN: `CERTIFICATE`. */
  readonly label: string;
  readonly der: Uint8Array;
}

/** RFC 7468, 5.1 asks parsers to know the older names as well. */
export const CERTIFICATE_LABELS: readonly string[] = ['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE'];

/**
 * The PEM blocks of a text, in its order (RFC 7468, the lax grammar: any white space, any line length, any
 * text between the blocks). Headers of RFC 1421 are skipped.
 *
 * @param labels only blocks of these kinds are decoded and returned; all when left out
 * @throws CertctlError `certificate_unreadable`, `key_unreadable` or `material_not_pem`, by the label, for a
 *   block that has no end or is not base64: half a block means half a file
 */
export function pemBlocks(text: string, labels?: readonly string[]): PemBlock[] {
  const blocks: PemBlock[] = [];
  const begin = /-----BEGIN ([A-Z0-9 .]{1,64})-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const label = match[1] ?? '';
    const marker = `-----END ${label}-----`;
    const end = text.indexOf('-----', begin.lastIndex);
    if (end < 0 || !text.startsWith(marker, end)) throw unreadable(label, 'has no end');
    if (labels?.includes(label) ?? true) {
      blocks.push({ label, der: decode(label, text.slice(begin.lastIndex, end)) });
    }
    begin.lastIndex = end + marker.length;
  }
  return blocks;
}

/**
 * The bytes of the only block of a kind.
 *
 * @throws CertctlError `material_not_pem` when there is none or more than one; and those of `pemBlocks`
 */
export function derFromPem(text: string, labels: readonly string[] = CERTIFICATE_LABELS): Uint8Array {
  const [block, ...more] = pemBlocks(text, labels);
  if (block === undefined || more.length > 0) {
    throw new CertctlError(
      'material_not_pem',
      `One PEM block of the kind ${labels[0]} was expected, and ${block === undefined ? 'none' : more.length + 1} found.`,
    );
  }
  return block.der;
}

/** One PEM block, lines of 64 characters, ending in a newline (RFC 7468, the strict grammar). */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

function decode(label: string, body: string): Uint8Array {
  // Headers of RFC 1421 come first, and base64 has no colon.
  const lastHeader = body.lastIndexOf(':');
  const base64 = body.slice(lastHeader < 0 ? 0 : endOfLine(body, lastHeader)).replace(/\s+/g, '');
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw unreadable(label, 'is not base64');
  }
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function unreadable(label: string, what: string): CertctlError {
  const code: ErrorCode = label.endsWith('CERTIFICATE')
    ? 'certificate_unreadable'
    : label.endsWith('PRIVATE KEY')
      ? 'key_unreadable'
      : 'material_not_pem';
  return new CertctlError(code, `A PEM block of the kind ${label} ${what}.`);
}
