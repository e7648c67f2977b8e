import { defineEnvironment, type Environment } from '@certctl/conformance';
import { startVaultStage } from '@certctl/conformance/environments';
import { buildEmulators } from '../build-emulators.js';
import type { ContainerImage } from '../container-image.js';
import { startContainer } from '../start-container.js';
import { closedWith } from './closed-with.js';
import { ControlDoor } from './control-door.js';
import { of } from './fake-acm-container.js';
import { observeFakeVault } from './observe-fake-vault.js';

const PORT = 8443;
const TOKEN = 'token-of-the-deployer';

/**
 * fake-vault in a container, seen through its control interface.
 * @param image what `buildEmulators` made; built on the configured base when left out
 */
export function fakeVaultContainer(image?: ContainerImage): Environment {
  return defineEnvironment({
    name: 'fake-vault-container',
    title: `fake-vault, a strict double of the certificates of one Azure Key Vault, in a container${of(image)}`,
    tier: 'container',
    serves: ['AzureKeyVault'],
    notProven: [
      'How the identity gets its token: the host gives one here.',
      'TLS to the vault: the container is reached over plain http, on this machine only.',
      'How long Azure shows an old version after an import, and which of its rates apply to a vault.',
      'Faults: they are made by the proxy before the container, in the words of the documentation.',
    ],
    start: async ({ runId }) => {
      const built = image ?? (await buildEmulators());
      const running = await startContainer({
        ...built,
        command: ['vault', '--host', '0.0.0.0', '--port', String(PORT), '--token', TOKEN, '--quiet'],
        port: PORT,
        ready: { path: '/_certctl/state' },
        runId,
      });
      return closedWith(running, async () => {
        const stage = await startVaultStage({ url: running.url, token: TOKEN }, { runId });
        const door = new ControlDoor(running.url);
        const proxied = String(stage.target('any').vault_url);
        return {
          ...stage,
          observe: () => observeFakeVault(door, proxied),
          reset: async () => {
            await stage.reset();
            await door.reset();
          },
        };
      });
    },
  });
}
