import { childrenOf, type DerElement, DerError, TAG } from './der.js';

/**
 * Subject alternative names (RFC 5280, 4.2.1.6) as `dns:`, `ip:`, `uri:` and `email:`, lower case, sorted,
 * unique. Whatever is none of the four is `other:` and the hexadecimal DER, so that losing it is seen.
 */
export function readGeneralNames(names: DerElement): string[] {
  if (names.tag !== TAG.sequence) throw new DerError('the alternative names are not a sequence');
  return [...new Set(childrenOf(names).map(readGeneralName))].sort();
}

function readGeneralName(name: DerElement): string {
  switch (name.tag) {
    case 0x81:
      return `email:${readText(name.content)}`;
    case 0x82:
      return `dns:${readText(name.content)}`;
    case 0x86:
      return `uri:${readText(name.content)}`;
    case 0x87:
      return `ip:${readAddress(name.content)}`;
    default:
      return `other:${Buffer.from(name.bytes).toString('hex')}`;
  }
}

/** Bytes that no name has (controls, NUL, not ASCII) are escaped: a name must not pass for another one. */
function readText(content: Uint8Array): string {
  return Buffer.from(content)
    .toString('latin1')
    .replace(/[^\x21-\x7e]|\\/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .toLowerCase();
}

function readAddress(content: Uint8Array): string {
  if (content.length === 4) return content.join('.');
  if (content.length !== 16) throw new DerError('an IP address has neither 4 nor 16 bytes');
  const groups = Buffer.from(content).toString('hex').match(/.{4}/g) ?? [];
  return canonicalIpv6(groups.join(':'));
}

/** The one spelling of RFC 5952, 4, which the URL standard prescribes for hosts. */
export function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
