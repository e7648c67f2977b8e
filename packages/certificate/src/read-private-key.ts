import { createPrivateKey, type KeyObject } from 'node:crypto';
import { CertctlError, PrivateKey } from '@certctl/plugin-api';
import { decodeBase64 } from './decode-base64.js';
import { childrenOf, onlyElement, TAG } from './der.js';
import { algorithmOfPrivateKey, isDeployed } from './key-algorithm.js';
import { findKeyBlock, type KeyBlock } from './key-block.js';
import { rememberAdmitted, wasAdmitted } from './known-keys.js';
import { derFromPem } from './pem.js';

/**
 * Reads a private key: PEM of PKCS#8 (RFC 5958, plain or encrypted), PKCS#1 (RFC 8017) or SEC1 (RFC 5915), the
 * latter two also with the encryption of RFC 1421 that older tools write. Given bytes, no string of the key
 * is made; whatever is copied on the way is zeroed. The input stays the caller's to zero.
 *
 * @param passphrase ignored when the key is not encrypted
 * @throws CertctlError `material_empty`, `material_not_pem`, `key_unreadable`, `key_encrypted`,
 *   `key_passphrase_wrong`, `key_algorithm_unsupported`
 */
export function readPrivateKey(input: Uint8Array | string, passphrase?: string): PrivateKey {
  const bytes = typeof input === 'string' ? Buffer.from(input) : bufferOf(input);
  try {
    const block = findKeyBlock(bytes);
    try {
      return known(block) ?? admitted(open(block, passphrase));
    } finally {
      block.pem.fill(0);
    }
  } finally {
    if (typeof input === 'string') bytes.fill(0);
  }
}

/** What node:crypto made of a key, kept for as long as the key is: parsing one of RSA takes as long as signing. */
const PARSED = new WeakMap<PrivateKey, KeyObject>();

/** The key as node:crypto holds it. */
export function nodePrivateKey(privateKey: PrivateKey): KeyObject {
  // Of a key that was destroyed nothing is to be had, parsed or not.
  const pkcs8 = privateKey.pkcs8();
  const known = PARSED.get(privateKey);
  if (known) return known;
  const parsed = createPrivateKey({ key: bufferOf(pkcs8), format: 'der', type: 'pkcs8' });
  PARSED.set(privateKey, parsed);
  return parsed;
}

/** Has node:crypto's form of a key, which the caller has made anyway, used from here on. */
export function keepParsed(privateKey: PrivateKey, parsed: KeyObject): PrivateKey {
  PARSED.set(privateKey, parsed);
  return privateKey;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A key that was read before, byte for byte, without OpenSSL's part, which is made when somebody asks for it. */
function known({ label, encrypted, pem }: KeyBlock): PrivateKey | undefined {
  if (label !== 'PRIVATE KEY' || encrypted) return undefined;
  const pkcs8 = decodeBase64(pem.subarray(HEAD.length, -TAIL.length));
  if (!pkcs8) return undefined;
  if (wasAdmitted(pkcs8)) return new PrivateKey(pkcs8);
  pkcs8.fill(0);
  return undefined;
}

const HEAD = '-----BEGIN PRIVATE KEY-----';
const TAIL = '-----END PRIVATE KEY-----\n';

function open(block: KeyBlock, passphrase: string | undefined): KeyObject {
  if (block.encrypted && passphrase === undefined) {
    throw new CertctlError('key_encrypted', 'The private key is encrypted and no passphrase was given.');
  }
  try {
    return createPrivateKey({
      key: block.pem,
      format: 'pem',
      ...(block.encrypted && passphrase !== undefined ? { passphrase } : {}),
    });
  } catch (error) {
    throw notOpened(block, error);
  }
}

/** What OpenSSL says is left out: it may quote the input, and its wording differs between versions. */
function notOpened(block: KeyBlock, error: unknown): CertctlError {
  if (!block.encrypted || !isSealed(block)) {
    return new CertctlError(
      'key_unreadable',
      `A PEM block of the kind ${block.label} does not hold a private key.`,
    );
  }
  // Ciphers of OpenSSL's legacy provider, which Node.js does not load.
  if (error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_EVP_UNSUPPORTED') {
    return new CertctlError(
      'key_unreadable',
      'The private key is encrypted in a way that Node.js cannot decrypt.',
      {
        remedy:
          'Encrypt it again: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW -provider legacy -provider default.',
      },
    );
  }
  return new CertctlError(
    'key_passphrase_wrong',
    'The private key could not be decrypted with this passphrase.',
  );
}

/** Whether an encrypted PKCS#8 block is whole (RFC 5958, 3), so that only the passphrase can be at fault. */
function isSealed({ label, pem }: KeyBlock): boolean {
  if (label !== 'ENCRYPTED PRIVATE KEY') return true;
  try {
    const [algorithm, sealed] = childrenOf(
      onlyElement(derFromPem(pem.toString('latin1'), [label]), TAG.sequence),
    );
    return algorithm?.tag === TAG.sequence && sealed?.tag === TAG.octetString;
  } catch {
    return false;
  }
}

function admitted(key: KeyObject): PrivateKey {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const algorithm = algorithmOfPrivateKey(pkcs8);
  if (isDeployed(algorithm)) {
    rememberAdmitted(pkcs8);
    return keepParsed(new PrivateKey(pkcs8), key);
  }
  pkcs8.fill(0);
  throw new CertctlError(
    'key_algorithm_unsupported',
    `The private key is of the kind ${algorithm.replace(/^other:/, '')}, which is not deployed.`,
  );
}
