import { createHmac } from 'node:crypto';
import { CertctlError, type KeyEncryptionKey, type WrapContext } from '@certctl/plugin-api';
import { decrypt, encrypt } from './aes-gcm.js';

const LENGTH = 32;

/** A key-encryption key whose bytes are in this process. */
export class LocalKeyEncryptionKey implements KeyEncryptionKey {
  readonly id: string;
  readonly #key: Uint8Array;

  /** @param key 32 bytes, which the object owns from here on. */
  constructor(key: Uint8Array) {
    this.#key = key;
    this.id = `local:${createHmac('sha256', key).update('certctl key-encryption key id').digest('hex').slice(0, 16)}`;
  }

  async wrap(dataKey: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    return encrypt(this.#key, dataKey, associated(context));
  }

  async unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array> {
    const dataKey = decrypt(this.#key, wrapped, associated(context));
    if (dataKey) return dataKey;
    throw new CertctlError(
      'key_encryption_key_wrong',
      `the key-encryption key ${this.id} does not open what was sealed for ${context.address ?? 'the store'}`,
    );
  }
}

/**
 * Reads 32 bytes in base64, with or without a newline at the end.
 * @throws `key_encryption_key_unusable`, without a character of the text.
 */
export function localKeyFrom(text: string, source: string): LocalKeyEncryptionKey {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, 'base64');
  if (key.length !== LENGTH || key.toString('base64') !== trimmed) {
    key.fill(0);
    throw new CertctlError('key_encryption_key_unusable', `${source} is not ${LENGTH} bytes in base64`, {
      remedy: 'Make one with: openssl rand -base64 32',
    });
  }
  return new LocalKeyEncryptionKey(key);
}

function associated(context: WrapContext): Uint8Array {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(['certctl-data-key-1', ...sorted]));
}
