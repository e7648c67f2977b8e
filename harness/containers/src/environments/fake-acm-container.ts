import { defineEnvironment, type Environment } from '@certctl/conformance';
import { buildEmulators } from '../build-emulators.js';
import type { ContainerImage } from '../container-image.js';
import { startAcmIn } from './acm-at.js';
import { ControlDoor } from './control-door.js';
import { observeFakeAcm } from './observe-fake-acm.js';

const PORT = 4599;

/**
 * fake-acm in a container, seen through its control interface.
 * @param image what `buildEmulators` made; built on the configured base when left out
 */
export function fakeAcmContainer(image?: ContainerImage): Environment {
  return defineEnvironment({
    name: 'fake-acm-container',
    title: `fake-acm, a strict double of AWS Certificate Manager, in a container${of(image)}`,
    tier: 'container',
    serves: ['AWSACM'],
    notProven: [
      'Signatures and IAM: the double reads who signed a request, and does not verify it here.',
      'How long AWS shows an old certificate after an import, and which of its rates apply to an account.',
      'Faults: they are made by the proxy before the container, in the words of the documentation.',
    ],
    start: async (options) => {
      const built = image ?? (await buildEmulators());
      const container = {
        ...built,
        command: ['acm', '--host', '0.0.0.0', '--port', String(PORT), '--quiet'],
        port: PORT,
        ready: { path: '/_certctl/state' },
      };
      return startAcmIn(container, options, async (stage, { url }) => {
        const door = new ControlDoor(url);
        // A re-import that strips the tags is the harder of the two behaviours that are reported of the service.
        await door.settings({ tagsOnReimport: 'lose' });
        return {
          observe: () => observeFakeAcm(door),
          reset: async () => {
            await stage.reset();
            await door.reset();
          },
        };
      });
    },
  });
}

export function of(image: ContainerImage | undefined): string {
  return image === undefined ? '' : ` (${image.origin ?? image.image})`;
}
