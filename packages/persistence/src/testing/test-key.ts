import type { KeyEncryptionKey } from '../keeper/key-encryption-key.js';
import { LocalKeyEncryptionKey } from '../keeper/local-key-encryption-key.js';

/** A key-encryption key; another number, another key. */
export function testKey(number: number): KeyEncryptionKey {
  return new LocalKeyEncryptionKey(new Uint8Array(32).fill(number));
}
