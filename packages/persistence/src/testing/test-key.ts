import type { KeyEncryptionKey } from '@certctl/plugin-api';
import { LocalKeyEncryptionKey } from '../keeper/local-key-encryption-key.js';

/** A key-encryption key; another number, another key. */
export function testKey(number: number): KeyEncryptionKey {
  return new LocalKeyEncryptionKey(new Uint8Array(32).fill(number));
}
