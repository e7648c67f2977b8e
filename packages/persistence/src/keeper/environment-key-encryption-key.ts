import { CertctlError, type KeyEncryptionKey } from '@certctl/plugin-api';

import { localKeyFrom } from './local-key-encryption-key.js';

/**
 * The key in an environment variable: 32 bytes in base64.
 * @throws `key_encryption_key_unusable`
 */
export function environmentKeyEncryptionKey(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): KeyEncryptionKey {
  const text = environment[name];
  if (text === undefined || text === '') {
    throw new CertctlError('key_encryption_key_unusable', `the environment variable ${name} is not set`, {
      remedy:
        'Set it to 32 bytes in base64: openssl rand -base64 32. Keep a copy: without it, kept keys are lost.',
    });
  }
  return localKeyFrom(text, `the environment variable ${name}`);
}
