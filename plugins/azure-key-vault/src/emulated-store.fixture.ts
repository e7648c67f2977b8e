import { type FakeVault, type FakeVaultOptions, startFakeVault } from '@certctl/emulators';
import { openClients } from './azure-clients.js';
import { services, TOKEN } from './call-double.fixture.js';
import { connectionOf, type KeyVaultConfig, keyVaultConfig } from './config.js';
import { KeyVaultStore } from './key-vault-store.js';

/** An emulator with one identity, to whom everything is allowed. */
export function startEmulator(options: FakeVaultOptions = {}): Promise<FakeVault> {
  return startFakeVault({ principals: [{ token: TOKEN }], ...options });
}

export function configAt(
  { url }: { readonly url: string },
  fields: Partial<KeyVaultConfig> = {},
): KeyVaultConfig {
  return keyVaultConfig.parse({ vault_url: url, certificate_name: 'api-prod', ...fields });
}

/** A store whose every request goes to the emulator, under the token. */
export async function openEmulated(
  emulator: { readonly url: string },
  fields: Partial<KeyVaultConfig> = {},
  token = TOKEN,
): Promise<KeyVaultStore> {
  const connection = connectionOf(configAt(emulator, fields));
  const credential = {
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const clients = await openClients(connection, { ...services, credentials: { get: () => credential } });
  return new KeyVaultStore(clients);
}
