import { CertctlError } from '@certctl/plugin-api';
import type { LocatedTarget } from './read-targets.js';

/**
 * Refuses two targets of one id, and two that pin one certificate: they would overwrite each other at every
 * renewal.
 * @throws CertctlError `target_invalid`, `target_address_shared`
 */
export function assertDistinct(targets: readonly LocatedTarget[]): void {
  const ids = new Map<string, LocatedTarget>();
  const references = new Map<string, LocatedTarget>();
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
    const arn = target.config.certificate_arn;
    if (typeof arn !== 'string' || arn === '') continue;
    const sameArn = references.get(arn);
    if (sameArn) {
      throw new CertctlError(
        'target_address_shared',
        `${where(['config', 'certificate_arn'])}: the targets ${sameArn.target.id} and ${target.id} both pin ${arn}`,
      );
    }
    references.set(arn, located);
  }
}
