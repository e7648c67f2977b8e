import {
  type Binding,
  type BindingPlace,
  type Call,
  isFailure,
  type PluginServices,
} from '@certctl/plugin-api';
import { z } from 'zod';
import { AcmeCloudApi } from './acme-cloud-api.js';
import type { CAPABILITIES } from './capabilities.js';
import type { AcmeCloudConfig } from './config.js';
import type { AcmeCloudConnection } from './connection.js';
import { placeOf } from './place.js';
import { recoveryCommands } from './recovery-commands.js';
import { review } from './review.js';

/** The moves of the service; which of them there are follows from the capabilities. */
type AcmeCloudBinding = Binding<AcmeCloudConfig, typeof CAPABILITIES>;

/** Yours: a gateway as the service shows it. Fields that are not listed are let pass: services add some. */
const GATEWAY = z.object({
  certificate: z.string(),
  protocol: z.string(),
  state: z.enum(['active', 'updating']),
});
type Gateway = z.output<typeof GATEWAY>;

/** Opens an instance. It lives long and serves many deploys; nothing is sent before the first move. */
export function openBinding(connection: AcmeCloudConnection, services: PluginServices): AcmeCloudBinding {
  const api = new AcmeCloudApi(connection, services);
  const get = async ({ address }: BindingPlace, call: Call): Promise<Gateway> => {
    const { pathname } = new URL(address);
    return GATEWAY.parse(await api.send({ operation: 'gateways:Get', method: 'GET', path: pathname }, call));
  };
  return {
    resolve: async ({ config }) => placeOf(config),

    // `absent` only when the service itself says so. Every other error goes on: a 403 is not absent.
    async inspect({ place }, call) {
      try {
        const { certificate, protocol } = await get(place, call);
        return { state: 'present', references: [certificate], attributes: { protocol } };
      } catch (error) {
        if (isFailure(error, 'absent')) return { state: 'absent' };
        throw error;
      }
    },

    review,

    // Idempotent: the engine asks again when an answer was lost, and asks for the old reference on the way back.
    async bind({ place }, reference, call) {
      const path = `${new URL(place.address).pathname}/certificate`;
      const body = { certificate: reference };
      await api.send({ operation: 'gateways:SetCertificate', method: 'PUT', path, body }, call);
    },

    // One look. The engine asks until it is settled, or the deadline has passed.
    async settled({ place }, wanted, call) {
      const { certificate, state } = await get(place, call);
      if (certificate !== wanted.reference) return { settled: false, shows: certificate };
      return state === 'active' ? { settled: true } : { settled: false, shows: `${certificate}, ${state}` };
    },

    recoveryCommands,

    async close() {
      api.close();
    },
  };
}
