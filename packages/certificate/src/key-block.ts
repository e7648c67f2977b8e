import { CertctlError } from '@certctl/plugin-api';

/** A PEM block of a private key, still encoded. `pem` is a copy that whoever asked for it zeroes. */
export interface KeyBlock {
  readonly label: string;
  readonly encrypted: boolean;
  readonly pem: Buffer;
}

const LABEL = /^(?:(?:RSA|EC|DSA|ENCRYPTED|ANY|ED25519) )?PRIVATE KEY$/;
const LINE = 64;

/**
 * Finds the only private key in bytes without turning them into a string, which could not be zeroed.
 * Other blocks (EC PARAMETERS, certificates) and text are passed over.
 *
 * @throws CertctlError `material_empty`, `material_not_pem`, `key_unreadable`
 */
export function findKeyBlock(bytes: Buffer): KeyBlock {
  if (isBlank(bytes)) throw new CertctlError('material_empty', 'The private key is empty.');
  const found = keyBodies(bytes);
  const [only] = found;
  if (only === undefined) {
    throw new CertctlError('material_not_pem', 'The private key input holds no PEM block of a private key.');
  }
  if (found.length > 1) {
    throw new CertctlError('key_unreadable', `The private key input holds ${found.length} private keys.`, {
      remedy: 'Give the key of this certificate in a file of its own.',
    });
  }
  const legacy = only.body.includes('Proc-Type:') && only.body.includes('ENCRYPTED');
  return {
    label: only.label,
    encrypted: legacy || only.label === 'ENCRYPTED PRIVATE KEY',
    pem: legacy ? Buffer.from(only.block) : rewrap(only.label, only.body),
  };
}

interface KeyBody {
  readonly label: string;
  readonly block: Buffer;
  readonly body: Buffer;
}

function keyBodies(bytes: Buffer): KeyBody[] {
  const bodies: KeyBody[] = [];
  for (let begin = bytes.indexOf('-----BEGIN '); begin >= 0; ) {
    const labelEnd = bytes.indexOf('-----', begin + 11);
    // Longer than any label: not a marker, and what follows must not be quoted.
    const label = labelEnd < 0 || labelEnd - begin > 60 ? '' : bytes.toString('latin1', begin + 11, labelEnd);
    let next = begin + 11;
    if (LABEL.test(label)) {
      const start = labelEnd + 5;
      const end = bytes.indexOf('-----', start);
      const marker = `-----END ${label}-----`;
      if (end < 0 || bytes.toString('latin1', end, end + marker.length) !== marker) {
        throw new CertctlError('key_unreadable', `The PEM block of the kind ${label} has no end.`);
      }
      next = end + marker.length;
      bodies.push({ label, block: bytes.subarray(begin, next), body: bytes.subarray(start, end) });
    }
    begin = bytes.indexOf('-----BEGIN ', next);
  }
  return bodies;
}

/** The block as OpenSSL wants it: lines of 64 characters, no white space but line ends. */
function rewrap(label: string, body: Buffer): Buffer {
  const head = `-----BEGIN ${label}-----\n`;
  const tail = `\n-----END ${label}-----\n`;
  const pem = Buffer.alloc(head.length + Math.ceil((body.length * (LINE + 1)) / LINE) + tail.length + 1);
  let at = pem.write(head, 'latin1');
  let column = 0;
  for (const byte of body) {
    if (isSpace(byte)) continue;
    if (column === LINE) {
      at = pem.writeUInt8(0x0a, at);
      column = 0;
    }
    at = pem.writeUInt8(byte, at);
    column += 1;
  }
  at += pem.write(tail, at, 'latin1');
  return pem.subarray(0, at);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every(isSpace);
}
