import { formatFingerprint } from '@certctl/certificate';
import type { CertctlError, Deleted, Finding, Place, Rule, StorePlugin } from '@certctl/plugin-api';
import { BINDING_RULES } from '../binding/binding-findings.js';
import type { KeptRole } from '../keeper/key-keeper.js';
import type { CompromisedLeaf } from '../record/compromised-leaves.js';
import type { Hold, RestoredHold } from '../record/holds.js';
import type { KeepMode } from '../target.js';
import { WRITER_RULES } from '../writers/writer-findings.js';
import { SHOWN_RULES } from './shown-findings.js';

const OWN = 'certctl target settings';

/** Every finding that the engine itself can report. Documentation is generated from this. */
export const RULES: readonly Rule[] = [
  {
    code: 'san_removed',
    summary: 'The new certificate does not cover a name that is served now.',
    source: `${OWN}: allow_san_removal`,
  },
  {
    code: 'older_than_held',
    summary: 'The new certificate begins or ends earlier than the one that is held.',
    source: `${OWN}: allow_older`,
  },
  {
    code: 'issuer_not_allowed',
    summary: 'The issuer of the leaf is not among those that the target allows.',
    source: `${OWN}: allowed_issuers`,
  },
  {
    code: 'self_signed_leaf',
    summary: 'The leaf is signed by its own key, which no client trusts by itself.',
    source: `${OWN}: allow_self_signed`,
  },
  {
    code: 'on_hold',
    summary:
      'This certificate was deployed here before and had to be taken back; or the records of the target come from a backup.',
    source: 'certctl holds',
  },
  {
    code: 'not_ours',
    summary: 'The certificate at the address is not one that this installation put there.',
    source: 'certctl provenance tags',
  },
  {
    code: 'taken_over',
    summary: 'A certificate that is not ours will be overwritten, as asked.',
    source: 'certctl provenance tags',
  },
  {
    code: 'reference_absent',
    summary: 'The certificate that the target names, or was deployed to before, no longer exists.',
    source: 'the service',
  },
  {
    code: 'name_deleted',
    summary: 'The name belongs to a deleted certificate that can still be recovered.',
    source: 'certctl acts: undelete',
  },
  {
    code: 'latest_disabled',
    summary: 'The latest revision is disabled, so consumers are given nothing now.',
    source: 'the service',
  },
  {
    code: 'bad_revision_enabled',
    summary: 'A revision that was taken back could not be disabled.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'chain_not_proven',
    summary: 'The service does not show the chain, so that it is not proven to be there.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'rollback_impossible',
    summary: 'If the deploy goes wrong, the certificate that is held now cannot be put back.',
    source: `${OWN}: require_rollback`,
  },
  {
    code: 'keys_not_kept',
    summary: 'The target keeps no keys, so neither a recovery nor the next deploy finds one here.',
    source: `${OWN}: keep`,
  },
  {
    code: 'leaf_compromised',
    summary: 'The certificate, or another one of its key, was marked compromised.',
    source: 'certctl keys compromise',
  },
  {
    code: 'import_quota_low',
    summary: 'Most of the imports that the service allows in a year have been sent from here.',
    source: 'the quotas of the plugin',
  },
  {
    code: 'import_quota_reserved',
    summary: 'What is left of the imports that the service allows in a year is kept for restores.',
    source: 'the quotas of the plugin',
  },
  {
    code: 'in_use',
    summary: 'Consumers use the certificate and will serve the new one.',
    source: 'the service',
  },
  {
    code: 'permission_missing',
    summary: 'An optional permission is missing; something is left out for want of it.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'search_incomplete',
    summary: 'A certificate that an earlier deploy made may exist and could not be looked for.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'made_afresh',
    summary: 'No certificate of the target was found by its tags, so that a new one is made.',
    source: 'the service',
  },
  {
    code: 'tags_not_readable',
    summary: 'The tags were sent and could not be read back.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'tags_not_set_again',
    summary: 'The tags are shown after a re-import, and could not be set again to be sure of it.',
    source: 'the permissions of the plugin',
  },
  {
    code: 'tags_beyond_limit',
    summary: 'The tags are more, or longer, than the service takes.',
    source: 'the limits of the plugin',
  },
  {
    code: 'material_beyond_limit',
    summary: 'The certificate, chain or key is larger than the service takes.',
    source: 'the limits of the plugin',
  },
  ...SHOWN_RULES,
  ...BINDING_RULES,
  ...WRITER_RULES,
];

/** Why the certificate that is held now could not be put back, and whether having its key would change that. */
export interface Obstacle {
  readonly reason: string;
  readonly keyHelps?: boolean;
  /** It must not come back, whoever has its key. */
  readonly compromised?: boolean;
  /** Its key is kept, and could not be opened. */
  readonly error?: CertctlError;
}

export function rollbackImpossible({ reason, keyHelps }: Obstacle, required: boolean): Finding {
  return {
    code: 'rollback_impossible',
    severity: required ? 'refusal' : 'warning',
    message: `the certificate that is held now could not be put back: ${reason}`,
    remedy: keyHelps
      ? 'Give its private key with the deploy, or let certctl keep it, so that a rollback can restore it.'
      : 'Be sure of the new certificate before it is deployed: the way is forward only.',
    source: `${OWN}: require_rollback`,
  };
}

export function keysNotKept(keep: KeepMode): Finding {
  return {
    code: 'keys_not_kept',
    severity: keep === 'caller' ? 'note' : 'warning',
    message:
      keep === 'caller'
        ? 'keys are kept by the caller (keep: caller): after a crash, and at the next deploy, the previous key comes from there or from nowhere'
        : 'no keys are kept (keep: off): after a crash, and at the next deploy, the certificate of this one can come back only if the service gives its key',
    remedy: 'Keep the key of what is deployed until the next renewal, or let certctl keep it (keep: sealed).',
    source: `${OWN}: keep`,
  };
}

/** Why a certificate is not used again. */
export function compromisedReason({ since, actor }: CompromisedLeaf): string {
  return `it, or another certificate of its key, was marked compromised on ${new Date(since).toISOString()} by ${actor}`;
}

export function leafCompromised(mark: CompromisedLeaf): Finding {
  return {
    code: 'leaf_compromised',
    severity: 'refusal',
    message: `the new certificate must not be used: ${compromisedReason(mark)}`,
    remedy: 'Have a certificate issued with a new key, and deploy that.',
    source: 'certctl keys compromise',
  };
}

export function onHold(hold: Hold): Finding {
  return {
    code: 'on_hold',
    severity: 'refusal',
    message: `the target is on hold since ${new Date(hold.since).toISOString()}: ${hold.reason} (deployment ${hold.deploymentId})`,
    remedy: 'Find out why it failed, then release the target, or deploy a newer certificate.',
    source: 'certctl holds',
  };
}

const IN_THE_RECORDS = {
  current: 'what is held now is what the records say was deployed last',
  previous: 'what is held now is what the records say was there before the last deploy',
  pending: 'what is held now is what the records say was being deployed',
  unknown: 'what is held now is not in the records',
} as const satisfies Record<KeptRole | 'unknown', string>;

/** @param held what the records know of the certificate that is held; undefined where none is */
export function onHoldRestored(hold: RestoredHold, held: KeptRole | 'unknown' | undefined): Finding {
  const [backup, since] = [hold.backupAt, hold.since].map((time) => new Date(time).toISOString());
  const known = held === undefined ? '' : `; ${IN_THE_RECORDS[held]}`;
  return {
    code: 'on_hold',
    severity: 'refusal',
    message: `the records come from a backup of ${backup}, restored at ${since}, and what was done between is not in them${known}`,
    remedy:
      'Look at what is held and at this plan; if that is as it should be, release the target. A newer certificate does not lift this hold.',
    source: 'certctl holds',
  };
}

/** @param leaf SHA-256 of the leaf; where the service shows only serials, its serial */
export function notOurs(place: Place, why: string, leaf: string): Finding {
  return {
    code: 'not_ours',
    severity: 'refusal',
    message: `${place.reference ?? place.address} holds a certificate that is not ours: ${why}`,
    remedy: `Choose another address, or take it over for one deploy, naming the leaf that may be overwritten: ${leaf.length === 64 ? formatFingerprint(leaf) : leaf}`,
    source: 'certctl provenance tags',
  };
}

export function takenOver(place: Place, why: string): Finding {
  return {
    code: 'taken_over',
    severity: 'warning',
    message: `${place.reference ?? place.address} is taken over: ${why}`,
    remedy: 'Make sure that nobody else goes on writing to it.',
    source: 'certctl provenance tags',
  };
}

export function referenceAbsent(place: Place): Finding {
  return {
    code: 'reference_absent',
    severity: 'refusal',
    message: `the service says that ${place.reference ?? place.address} does not exist`,
    remedy:
      'Pin another certificate, or none to have a fresh one made; consumers of the old one must be pointed at it.',
    source: 'the service',
  };
}

/** @param undelete the deletion that this one deploy may undo */
export function nameDeleted(place: Place, deleted: Deleted, undelete: string | undefined): Finding {
  const { deletion, recoverable, purgeable, until } = deleted;
  const what = `${place.address} belongs to a deleted certificate (deletion ${deletion})`;
  const source = 'certctl acts: undelete';
  if (recoverable && undelete === deletion) {
    return {
      code: 'name_deleted',
      severity: 'warning',
      message: `${what}; it is recovered, as asked, and deleted again if the deploy fails`,
      remedy: 'Make sure that whoever deleted it knows.',
      source,
    };
  }
  const end = until === undefined ? '' : ` on ${new Date(until).toISOString()}`;
  const wait = purgeable ? 'purge it' : `wait until it is purged${end} (purge protection is on)`;
  return {
    code: 'name_deleted',
    severity: 'refusal',
    message: recoverable ? what : `${what}, which the service does not give back`,
    remedy: recoverable
      ? `Undelete it for one deploy, naming the deletion: ${deletion}. Or ${wait}, or use another name.`
      : `${wait[0]?.toUpperCase()}${wait.slice(1)}, or use another name.`,
    source,
  };
}

/** @param again whether the certificate that is disabled is the one to be deployed */
export function latestDisabled(place: Place, revision: string | undefined, again: boolean): Finding {
  const which = `the latest revision${revision === undefined ? '' : ` ${revision}`} of ${place.address} is disabled`;
  return {
    code: 'latest_disabled',
    severity: again ? 'refusal' : 'warning',
    message: again
      ? `${which}, and holds this very certificate: somebody took it out of service`
      : `${which}: consumers are given nothing now, and will be given the new one`,
    remedy: again
      ? 'Enable that revision if it was a mistake; otherwise deploy a newly issued certificate.'
      : 'Make sure that whoever disabled it agrees; a failed deploy disables the new revision as well.',
    source: 'the service',
  };
}

/** The old certificate is back, and the bad revision beneath it could not be disabled. */
export function badRevisionEnabled(place: Place, revision: string, why: string): Finding {
  return {
    code: 'bad_revision_enabled',
    severity: 'warning',
    message: `revision ${revision} of ${place.address}, which was taken back, is still enabled: ${why}`,
    remedy: 'Disable it by hand, or grant the permission; consumers of the latest revision do not see it.',
    source: 'the permissions of the plugin',
  };
}

/** The service does not show the chain, and the key that would prove it cannot be read back. */
export function chainNotProven(why: string): Finding {
  return {
    code: 'chain_not_proven',
    severity: 'note',
    message: `the chain was sent and could not be read back, so that it is not proven: ${why}`,
    remedy:
      'Grant the reading of the key where the service gives it, or check with a TLS handshake at a consumer.',
    source: 'the permissions of the plugin',
  };
}

export function inUse(usedBy: readonly string[]): Finding[] {
  if (usedBy.length === 0) return [];
  return [
    {
      code: 'in_use',
      severity: 'note',
      message: `in use by ${usedBy.join(', ')}`,
      remedy: 'They serve the new certificate as soon as it is imported.',
      source: 'the service',
    },
  ];
}

/** One finding for each optional operation that was refused. */
export function degradedFindings(
  plugin: Pick<StorePlugin, 'permissions'>,
  operations: readonly string[] = [],
): Finding[] {
  return operations.map((operation) => {
    const declared = plugin.permissions.find((permission) => permission.operation === operation);
    return {
      code: 'permission_missing',
      severity: 'warning',
      message: `${operation} was refused: ${declared?.without ?? 'it is left out'}`,
      remedy: `Grant ${operation}; certctl permissions prints the statement.`,
      source: 'the permissions of the plugin',
    };
  });
}

export function searchIncomplete(operations: readonly string[]): Finding {
  return {
    code: 'search_incomplete',
    severity: 'warning',
    message: `it could not be looked whether an earlier deploy of this target made a certificate (${operations.join(', ')} was refused)`,
    remedy: 'Grant the operation, or pin the address in the configuration of the target.',
    source: 'the permissions of the plugin',
  };
}

/** A search is no better than the index that it asks: what it does not show may exist. */
export function madeAfresh(place: Place): Finding {
  return {
    code: 'made_afresh',
    severity: 'note',
    message: `no certificate with the tags of this target was found, so that a new one is made for ${place.address}`,
    remedy:
      'If there is one already, made in the last minutes or by an installation whose records are lost, pin it in the configuration of the target.',
    source: 'the service',
  };
}

export function tagsNotReadable(operation: string): Finding {
  return {
    code: 'tags_not_readable',
    severity: 'warning',
    message: `the tags were sent and not read back, because ${operation} was refused`,
    remedy: `Grant ${operation} to have the tags proven.`,
    source: 'the permissions of the plugin',
  };
}

export function tagsNotSetAgain(why: string): Finding {
  return {
    code: 'tags_not_set_again',
    severity: 'warning',
    message: `the tags are shown, perhaps as they were before the import, and could not be set again: ${why}`,
    remedy: 'Look at the tags in a minute, and grant the setting of tags.',
    source: 'the permissions of the plugin',
  };
}
