import type { Call, Place, PluginServices, Store } from '@certctl/plugin-api';
import { AcmeCloudApi } from './acme-cloud-api.js';
import type { CAPABILITIES } from './capabilities.js';
import type { AcmeCloudConfig } from './config.js';
import type { AcmeCloudConnection } from './connection.js';
import { placeOf } from './place.js';
import { recoveryCommands } from './recovery-commands.js';
import { review } from './review.js';
import {
  heldOf,
  orAbsent,
  pathOf,
  presentOf,
  type StoredCertificate,
  storedCertificate,
} from './stored-certificate.js';

/** The moves of the service; which of them there are follows from the capabilities. */
type AcmeCloudStore = Store<AcmeCloudConfig, typeof CAPABILITIES>;

/** Opens an instance. It lives long and serves many deploys; nothing is sent before the first move. */
export function openStore(connection: AcmeCloudConnection, services: PluginServices): AcmeCloudStore {
  const api = new AcmeCloudApi(connection, services);
  const get = async (place: Place, call: Call): Promise<StoredCertificate> =>
    storedCertificate(
      await api.send({ operation: 'certificates:Get', method: 'GET', path: pathOf(place) }, call),
    );
  return {
    // A target names its certificate, so its address is known offline; whether it exists is not.
    async resolve({ config }, call) {
      const exists = (await orAbsent(get(placeOf(config, false), call))) !== 'absent';
      return placeOf(config, exists);
    },

    async inspect(place, call) {
      const stored = await orAbsent(get(place, call));
      return stored === 'absent' ? { state: 'absent' } : presentOf(stored);
    },

    // Asked again and again to prove an import, so it must look anew each time.
    async read(place, _at, call) {
      const stored = await orAbsent(get(place, call));
      return stored === 'absent' ? 'absent' : heldOf(stored);
    },

    review,

    // One write. The tags go with it, because this service replaces all labels with each import.
    async import(place, { material: { leaf, chain, privateKey }, tags }, call) {
      const answer = await api.send(
        {
          operation: 'certificates:Put',
          method: 'PUT',
          path: pathOf(place),
          body: {
            certificate: leaf.pem,
            chain: chain.map(({ pem }) => pem),
            key: privateKey.pem(),
            labels: tags,
          },
        },
        call,
      );
      const { version } = storedCertificate(answer);
      return { place: { ...place, reference: place.address }, revision: String(version) };
    },

    readTags: async (place, _at, call) => (await get(place, call)).labels,

    async remove(place, call) {
      await api.send({ operation: 'certificates:Delete', method: 'DELETE', path: pathOf(place) }, call);
    },

    recoveryCommands,

    async close() {
      api.close();
    },
  };
}
