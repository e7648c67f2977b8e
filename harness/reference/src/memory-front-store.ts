import {
  type Call,
  definePlugin,
  type Held,
  isFailure,
  type Permission,
  type Place,
  type StorePlugin,
} from '@certctl/plugin-api';
import { z } from 'zod';
import { classify, permission } from './manifest.js';
import type { MemoryFront } from './memory-front.js';
import { type Shown, type TlsEndpoint, tlsHandshake } from './tls-handshake.js';

const CONFIG = z.strictObject({ site: z.string() });

const PERMISSIONS: readonly Permission[] = [
  permission('front:Status', 'read', 'required'),
  permission('front:Handshake', 'read', 'required'),
  permission('front:Install', 'write', 'required'),
  permission('front:Uninstall', 'write', 'optional'),
];

/**
 * A store that serves what it is given at once and tells nobody what it has: the shape of a reverse proxy with an
 * interface for its operator. What it holds is what a client is shown.
 *
 * @param handshake how a client asks; another one is given by a test that watches
 */
export function memoryFrontStore(
  front: Pick<MemoryFront, 'status' | 'install' | 'uninstall' | 'endpoint'>,
  handshake: (endpoint: TlsEndpoint, signal: AbortSignal) => Promise<Shown> = tlsHandshake,
): StorePlugin {
  const status = async (site: string, call: Call): Promise<{ readonly installs: number } | 'absent'> => {
    try {
      return await call.attempt('front:Status', async () => front.status(site));
    } catch (error) {
      if (isFailure(error, 'absent')) return 'absent';
      throw error;
    }
  };
  const look = async ({ address: site }: Place, call: Call): Promise<Held | 'absent'> => {
    // Only the service can say that it serves no such site: a listener shows somebody's certificate all the same.
    const found = await status(site, call);
    if (found === 'absent') return 'absent';
    const endpoint = front.endpoint(site);
    const shown = await call.attempt('front:Handshake', (signal) => handshake(endpoint, signal));
    return { ...shown, revision: String(found.installs) };
  };
  return definePlugin({
    kind: 'store',
    type: 'MemoryFront',
    alias: 'memory-front',
    title: 'A front in memory that serves what it is given',
    version: '0.1.0',
    config: CONFIG,
    capabilities: {
      rotation: 'in-place',
      tags: 'none',
      proof: 'handshake',
      finds: false,
      readsKeyBack: false,
      undeletes: false,
      disables: false,
      removes: true,
      discovers: false,
      activates: false,
      bindsItself: true,
      writers: false,
    },
    permissions: PERMISSIONS,
    quotas: [],
    limits: {},
    rules: [],
    policies: {},
    connection: () => ({ front: 'memory' }),
    pin: ({ site }) => ({ address: site, field: 'site' }),
    classify,
    open: async () => ({
      // A site that is served has a reference, as a slot of the appliance has.
      resolve: async ({ config: { site } }, call) => placeOf(site, (await status(site, call)) !== 'absent'),
      async inspect(place, call) {
        const held = await look(place, call);
        if (held === 'absent') return { state: 'absent' };
        return { state: 'present', ...held, usedBy: [front.endpoint(place.address).serverName] };
      },
      read: (place, _at, call) => look(place, call),
      review: () => [],
      async import({ address }, { material }, call) {
        const { installs } = await call.attempt('front:Install', async () =>
          front.install(address, {
            leafPem: material.leaf.pem,
            chainPems: material.chain.map(({ pem }) => pem),
            keyPem: material.privateKey.pem(),
          }),
        );
        return { place: placeOf(address, true), revision: String(installs) };
      },
      async remove({ address }, call) {
        await call.attempt('front:Uninstall', async () => front.uninstall(address));
      },
      recoveryCommands: ({ place: { address } }) => [
        {
          why: `Have the site ${address} serve the previous certificate again.`,
          command: `front install ${address} --cert CERT.pem --chain CHAIN.pem --key KEY.pem`,
        },
      ],
      async close() {},
    }),
  });
}

function placeOf(site: string, isServed: boolean): Place {
  return { address: site, scope: 'front', ...(isServed ? { reference: site } : {}) };
}
