import type { Target } from '@certctl/engine';
import { CertctlError, type Plugin } from '@certctl/plugin-api';
import type { Path } from './document.js';
import type { LocatedTarget } from './read-targets.js';

interface NamedPlace {
  readonly type: string;
  readonly config: Target['config'];
  readonly path: Path;
}

/** Where a target's certificate is, and where it is used. */
function placesOf({ type, config, bindings = [] }: Target): readonly NamedPlace[] {
  return [
    { type, config, path: ['config'] },
    ...bindings.map((binding, index) => ({ ...binding, path: ['bindings', index, 'config'] })),
  ];
}

/**
 * Refuses two targets of one id, and two that pin one certificate, or one consumer: they would overwrite each other at every
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
    for (const { type, config, path } of placesOf(target)) {
      const plugin = plugins.find((each) => type === each.type || type === each.alias);
      const pin = plugin?.pin(config);
      if (!plugin || !pin) continue;
      const place = `${plugin.type} ${pin.address}`;
      const samePlace = places.get(place);
      if (samePlace) {
        throw new CertctlError(
          'target_address_shared',
          `${where([...path, pin.field])}: the targets ${samePlace.target.id} and ${target.id} both pin ${pin.address}`,
        );
      }
      places.set(place, located);
    }
  }
}
