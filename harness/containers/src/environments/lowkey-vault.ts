import { defineEnvironment, type Environment } from '@certctl/conformance';
import { startVaultStage } from '@certctl/conformance/environments';
import { type ContainerImage, imageOf } from '../container-image.js';
import { startContainer } from '../start-container.js';
import { PATIENCE } from './acm-at.js';
import { closedWith } from './closed-with.js';
import { CANNOT_OF_LOWKEY, NOT_PROVEN_OF_LOWKEY } from './limits-of-lowkey.js';
import { openLowkeyDoor } from './open-lowkey-door.js';
import { withoutSecrets } from './without-secrets.js';

/** Its own, over TLS only. */
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
        // The publisher's image hears no command, and both hear this; it is published under another port than its own.
        environment: { ...chosen.environment, LOWKEY_VAULT_RELAXED_PORTS: 'true' },
        port: PORT,
        ready: { log: /Started LowkeyVaultApp/ },
        startupMs: 240_000,
        runId,
      });
      return closedWith(running, async () => {
        const door = await openLowkeyDoor(running.url);
        return closedWith(door, async () =>
          withoutSecrets(
            await startVaultStage({ url: door.url, token: 'any', patience: PATIENCE }, { runId }),
          ),
        );
      });
    },
  });
}
