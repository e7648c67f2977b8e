import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HttpSettings, KeyEncryptionKey } from '@certctl/plugin-api';
import type { Io } from '../io.js';
import { usageError } from '../usage-error.js';

/** Where the key-encryption key is. */
export type KeyChoice =
  | { readonly kind: 'file' | 'kms' | 'vault'; readonly at: string }
  | { readonly kind: 'environment'; readonly env: Io['env'] };

export interface KeyPlace {
  /** The file of a key must not lie in it. */
  readonly dataFolder: string;
  /** Makes the file of a key that is missing. */
  readonly create: boolean;
  readonly http: HttpSettings;
}

const VARIABLES = ['CERTCTL_KEY', 'CERTCTL_KEY_FILE', 'CERTCTL_KMS_KEY', 'CERTCTL_VAULT_KEY'] as const;

/** What the environment says; a file of our own when it says nothing. @throws CertctlError `usage` */
export function keyChoice(env: Io['env'], ownFile: string): KeyChoice {
  const set = VARIABLES.filter((name) => env[name]);
  if (set.length > 1) throw usageError(`${set.join(' and ')} are both set`, 'Keep one of them.');
  if (env.CERTCTL_KEY) return { kind: 'environment', env };
  if (env.CERTCTL_KMS_KEY) return { kind: 'kms', at: env.CERTCTL_KMS_KEY };
  if (env.CERTCTL_VAULT_KEY) return { kind: 'vault', at: env.CERTCTL_VAULT_KEY };
  return { kind: 'file', at: env.CERTCTL_KEY_FILE || ownFile };
}

/** Opens the key; the SDK of a service is loaded by those who use its key. @throws CertctlError `key_encryption_key_*` */
export async function openKey(
  choice: KeyChoice,
  { dataFolder, create, http }: KeyPlace,
): Promise<KeyEncryptionKey> {
  switch (choice.kind) {
    case 'file': {
      const { fileKeyEncryptionKey } = await import('@certctl/persistence');
      if (create) await mkdir(dirname(choice.at), { recursive: true, mode: 0o700 });
      return fileKeyEncryptionKey(choice.at, { dataFolder, create });
    }
    case 'environment': {
      const { environmentKeyEncryptionKey } = await import('@certctl/persistence');
      return environmentKeyEncryptionKey('CERTCTL_KEY', choice.env);
    }
    case 'kms': {
      const { awsKmsKey } = await import('@certctl/key-aws-kms');
      return awsKmsKey({ key: choice.at, http });
    }
    case 'vault': {
      const { azureKeyVaultKey } = await import('@certctl/key-azure-key-vault');
      return azureKeyVaultKey({ key: choice.at, http });
    }
  }
}
