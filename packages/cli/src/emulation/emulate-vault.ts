import { type ServeFakeVaultOptions, serveFakeVault, startFakeEntra } from '@certctl/emulators';
import type { RunningEmulator } from './running-emulator.js';

type Options = Pick<ServeFakeVaultOptions, 'port' | 'rates' | 'log' | 'onRequest'>;

/** A vault, and beside it what gives tokens to a managed identity. */
export async function emulateVault(options: Options): Promise<RunningEmulator> {
  const vault = await serveFakeVault(options);
  const entra = await startFakeEntra({ identities: [{}], vaults: [vault] });
  const { identityEndpoint, identityHeader } = entra;
  return {
    url: vault.url,
    facts: { vault: vault.vault, identityEndpoint, identityHeader },
    howToUse: `
A target for it, to be saved as targets.yaml:

  targets:
    - id: api
      type: azure-key-vault
      config:
        vault_url: ${vault.url}
        certificate_name: api-prod
        credential_mode: managed_identity

and what to deploy to it with:

  export IDENTITY_ENDPOINT=${identityEndpoint}
  export IDENTITY_HEADER=${identityHeader} CERTCTL_ALLOW_ENDPOINTS=1
  certctl deploy api -f targets.yaml --cert api.crt --key api.key

`,
    async close() {
      await entra.close();
      await vault.close();
    },
  };
}
