import { CertctlError, type Plugin } from '@certctl/plugin-api';
import type { LocatedTarget } from './read-targets.js';

/**
 * Refuses two targets of one id, and two that pin one certificate: they would overwrite each other at every
 * renewal.
 * @throws CertctlError `target_invalid`, `target_address_shared`
 */
export function assertDistinct(targets: readonly LocatedTarget[], plugins: readonly Plugin[]): void {
  const ids = new Map<string, LocatedTarget>();
  const places = new Map<string, LocatedTarget>();
  for (const located of targets) {
    const { target, where } = located;
    const sameId = ids.get(target.id);
    if (sameId) {
      throw new CertctlError(
        'target_invalid',
        `${where([])}: the id ${target.id} belongs to the target at ${sameId.where([])} already`,
        { remedy: 'Give each target an id of its own.' },
      );
    }
    ids.set(target.id, located);
    const plugin = plugins.find(({ type, alias }) => target.type === type || target.type === alias);
    if (plugin?.kind !== 'store') continue;
    const pin = plugin.pin(target.config);
    if (!pin) continue;
    const place = `${plugin.type} ${pin.address}`;
    const samePlace = places.get(place);
    if (samePlace) {
      throw new CertctlError(
        'target_address_shared',
        `${where(['config', pin.field])}: the targets ${samePlace.target.id} and ${target.id} both pin ${pin.address}`,
      );
    }
    places.set(place, located);
  }
}
