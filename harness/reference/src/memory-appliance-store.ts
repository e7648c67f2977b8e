import { serialFromDecimal } from '@certctl/certificate';
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
import type { MemoryAppliance, Shows, SlotDescription } from './memory-appliance.js';

const CONFIG = z.strictObject({ slot: z.string() });

const PERMISSIONS: readonly Permission[] = [
  permission('appliance:Describe', 'read', 'required'),
  permission('appliance:Install', 'write', 'required'),
  permission('appliance:Clear', 'write', 'optional'),
];

const NAMES = {
  fingerprint: { type: 'MemoryAppliance', alias: 'memory-appliance' },
  serial: { type: 'MemorySerialAppliance', alias: 'memory-serial-appliance' },
} as const satisfies Record<Shows, object>;

/**
 * A store that never shows what it holds, only its fingerprint or its serial, and has no tags: the shape of the
 * management interface of a printer, a firewall, a storage box.
 */
export function memoryApplianceStore(
  appliance: MemoryAppliance,
  shows: Shows = appliance.shows,
): StorePlugin {
  const describe = async (slot: string, call: Call): Promise<SlotDescription | 'absent'> => {
    try {
      return await call.attempt('appliance:Describe', async () => appliance.describe(slot));
    } catch (error) {
      if (isFailure(error, 'absent')) return 'absent';
      throw error;
    }
  };
  return definePlugin({
    kind: 'store',
    ...NAMES[shows],
    title: `An appliance in memory that shows the ${shows} of a certificate`,
    version: '0.1.0',
    config: CONFIG,
    capabilities: {
      rotation: 'in-place',
      tags: 'none',
      proof: shows,
      finds: false,
      readsKeyBack: false,
      undeletes: false,
      disables: false,
      removes: true,
      discovers: false,
      activates: false,
      bindsItself: false,
      writers: false,
    },
    permissions: PERMISSIONS,
    quotas: [],
    limits: {},
    rules: [],
    policies: {},
    connection: () => ({ appliance: 'memory' }),
    pin: ({ slot }) => ({ address: slot, field: 'slot' }),
    classify,
    open: async () => ({
      // What is there has a reference: without one the engine knows that a deploy makes it, and may clear it again.
      resolve: async ({ config: { slot } }, call) => placeOf(slot, (await describe(slot, call)) !== 'absent'),
      async inspect({ address }, call) {
        const found = await describe(address, call);
        return found === 'absent' ? { state: 'absent' } : { state: 'present', ...heldOf(found) };
      },
      async read({ address }, _at, call) {
        const found = await describe(address, call);
        return found === 'absent' ? 'absent' : heldOf(found);
      },
      review: () => [],
      async import({ address }, { material }, call) {
        const { installs } = await call.attempt('appliance:Install', async () =>
          appliance.install(address, {
            leafPem: material.leaf.pem,
            chainPems: material.chain.map(({ pem }) => pem),
            keyPem: material.privateKey.pem(),
          }),
        );
        return { place: placeOf(address, true), revision: String(installs) };
      },
      async remove({ address }, call) {
        await call.attempt('appliance:Clear', async () => appliance.clear(address));
      },
      recoveryCommands: ({ place: { address } }) => [
        {
          why: `Install the previous certificate in slot ${address} again.`,
          command: `appliance install --slot ${address} --cert CERT.pem --chain CHAIN.pem --key KEY.pem`,
        },
      ],
      async close() {},
    }),
  });
}

function placeOf(slot: string, isThere: boolean): Place {
  return { address: slot, scope: 'appliance', ...(isThere ? { reference: slot } : {}) };
}

/** In the spelling of the contract: the appliance has its own. */
function heldOf({ installs, fingerprint, serial }: SlotDescription): Held {
  return {
    revision: String(installs),
    ...(fingerprint === undefined ? {} : { fingerprint: fingerprint.replaceAll(':', '').toLowerCase() }),
    ...(serial === undefined ? {} : { serial: serialFromDecimal(serial) }),
  };
}
