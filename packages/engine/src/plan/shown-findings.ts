import type { Finding, Place, Rule } from '@certctl/plugin-api';
import { type Shown, wordsOf } from '../flow/shown.js';

/** Findings about what a service shows of a certificate, and when consumers see it. */
export const SHOWN_RULES: readonly Rule[] = [
  {
    code: 'held_not_shown',
    summary:
      'The service does not show the certificate that it holds, and no deploy of the target is known to have sent it.',
    source: 'the capabilities of the plugin: proof',
  },
  {
    code: 'proven_by_serial',
    summary: 'The service shows no more of a certificate than its serial number, which another one can have.',
    source: 'RFC 5280, 4.1.2.2',
  },
  {
    code: 'served_at_once',
    summary: 'The import itself has consumers serve the certificate, before anything can be looked at.',
    source: 'the capabilities of the plugin: bindsItself',
  },
];

/** What speaks against a renewal is seen by comparing it with what is held. */
export function heldNotShown(place: Place, shown: Shown): Finding {
  return {
    code: 'held_not_shown',
    severity: 'warning',
    message: `of what ${place.reference ?? place.address} holds no more is shown than ${wordsOf(shown)}: whether names are lost, or it is newer, cannot be told`,
    remedy: 'Compare the new certificate with the one in use yourself, with openssl s_client at a consumer.',
    source: 'the capabilities of the plugin: proof',
  };
}

export function provenBySerial(place: Place): Finding {
  return {
    code: 'proven_by_serial',
    severity: 'note',
    message: `${place.reference ?? place.address} shows no more than a serial: another certificate that has it would pass for this one`,
    remedy: 'Look at a consumer with openssl s_client, where it matters.',
    source: 'RFC 5280, 4.1.2.2',
  };
}

export function servedAtOnce(place: Place, usedBy: readonly string[] = []): Finding {
  const consumers = usedBy.length > 0 ? usedBy.join(', ') : 'its consumers';
  return {
    code: 'served_at_once',
    severity: 'note',
    message: `the import into ${place.reference ?? place.address} has ${consumers} serve the certificate at once`,
    remedy:
      'There is no step in between; what is served is looked at right afterwards, and taken back if it is wrong.',
    source: 'the capabilities of the plugin: bindsItself',
  };
}
