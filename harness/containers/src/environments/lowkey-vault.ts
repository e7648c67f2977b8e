import { defineEnvironment, type Environment } from '@certctl/conformance';
import { startVaultStage } from '@certctl/conformance/environments';
import { type ContainerImage, imageOf } from '../container-image.js';
import { startContainer } from '../start-container.js';
import { PATIENCE } from './acm-at.js';
import { closedWith } from './closed-with.js';
import { CANNOT_OF_LOWKEY, NOT_PROVEN_OF_LOWKEY } from './limits-of-lowkey.js';
import { withoutSecrets } from './without-secrets.js';

const PORT = 8443;

/** lowkey-vault, which others wrote. @param image nagyesta/lowkey-vault, or what CERTCTL_IMAGE_LOWKEY_VAULT names */
export function lowkeyVault(image?: ContainerImage): Environment {
  const chosen = imageOf('lowkey-vault', image);
  return defineEnvironment({
    name: 'lowkey-vault',
    title: `lowkey-vault, an independent double of Azure Key Vault, in a container (${chosen.origin ?? chosen.image})`,
    tier: 'container',
    serves: ['AzureKeyVault'],
    notProven: NOT_PROVEN_OF_LOWKEY,
    cannot: CANNOT_OF_LOWKEY,
    start: async ({ runId }) => {
      const running = await startContainer({
        ...chosen,
        // The vendor's clients have no way to be told of a certificate that only this container knows.
        command: [
          ...(chosen.command ?? []),
          ...[`--server.port=${PORT}`, '--server.ssl.enabled=false', '--LOWKEY_VAULT_RELAXED_PORTS=true'],
        ],
        port: PORT,
        ready: { path: '/ping' },
        startupMs: 240_000,
        runId,
      });
      return closedWith(running, async () =>
        withoutSecrets(
          await startVaultStage({ url: running.url, token: 'any', patience: PATIENCE }, { runId }),
        ),
      );
    },
  });
}
