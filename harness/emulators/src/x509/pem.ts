const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([\s\S]*?)-----END \1-----/g;
const BASE64_LINES = /^(?:[A-Za-z0-9+/]+={0,2}\r?\n)+$/;

export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** RFC 1421 headers were present, which is how traditional keys say that they are encrypted. */
  readonly encrypted: boolean;
}

/**
 * The PEM blocks of a text, in order. `undefined` when something other than blocks and white space is in
 * it, or a block's content is not base64: ACM takes PEM "without any other changes"
 * (https://docs.aws.amazon.com/acm/latest/userguide/troubleshoot-import.html).
 */
export function pemBlocks(text: string): PemBlock[] | undefined {
  const blocks: PemBlock[] = [];
  const rest = text.replace(BLOCK, (_whole, label: string, content: string) => {
    blocks.push(block(label, content));
    return '';
  });
  const damaged = blocks.some((found) => found.der.length === 0 && !found.encrypted);
  return rest.trim() !== '' || damaged ? undefined : blocks;
}

function block(label: string, content: string): PemBlock {
  const encrypted = /^Proc-Type: 4,ENCRYPTED/m.test(content) || label === 'ENCRYPTED PRIVATE KEY';
  const der = BASE64_LINES.test(content) ? Buffer.from(content, 'base64') : new Uint8Array();
  return { label, der, encrypted };
}

/** PEM with 64 columns and a trailing line feed. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
