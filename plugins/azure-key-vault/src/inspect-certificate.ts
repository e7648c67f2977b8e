import {
  type Call,
  type Deleted,
  type Held,
  isFailure,
  isPermissionMissing,
  type Observation,
  type Place,
} from '@certctl/plugin-api';
import type { DeletedBundle } from './certificate-bundle.js';
import { attributesOf } from './certificate-policy.js';
import { nameAt, partsOfId, secretIdOf } from './place.js';
import { LATEST, type ShownCertificate, type VaultApi } from './vault-api.js';

/** What the vault holds under a name; `absent` when it says so of the name and of the deleted ones. */
export async function inspectCertificate(place: Place, api: VaultApi, call: Call): Promise<Observation> {
  const name = nameAt(place);
  const bundle = await orAbsent(api.get(name, LATEST, call));
  if (bundle === 'absent') return inspectDeleted(name, api, call);
  const enabled = bundle.attributes?.enabled ?? true;
  const lastEnabled = enabled ? undefined : await lastEnabledVersion(name, api, call);
  const created = bundle.attributes?.created;
  return {
    state: 'present',
    ...heldOf(bundle, place),
    tags: bundle.tags ?? {},
    attributes: attributesOf(bundle.policy, bundle.attributes, lastEnabled),
    status: enabled ? 'enabled' : 'disabled',
    ...(created === undefined ? {} : { importedAt: created.getTime() }),
  };
}

/** The chain is not among what the vault shows; it is in the secret alone. */
export function heldOf(bundle: ShownCertificate, place: Place): Held {
  const { version } = partsOfId(bundle.id);
  return {
    leaf: new Uint8Array(bundle.cer),
    ...(version === undefined
      ? {}
      : { revision: version, revisionReference: bundle.sid ?? secretIdOf(place, version) }),
    ...(bundle.attributes?.enabled === false ? { disabled: true } : {}),
  };
}

/** `absent` for the failure of that class, and for no other. */
export async function orAbsent<T>(work: Promise<T>): Promise<T | 'absent'> {
  try {
    return await work;
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent';
    throw error;
  }
}

async function inspectDeleted(name: string, api: VaultApi, call: Call): Promise<Observation> {
  try {
    const deleted = await orAbsent(api.getDeleted(name, call));
    return deleted === 'absent' ? { state: 'absent' } : deletionOf(deleted);
  } catch (error) {
    if (!isPermissionMissing(error)) throw error;
    // The vault has said that the name holds nothing; whether it is free, the import will tell.
    call.logger.warn('Whether the name belongs to a deleted certificate could not be read.', {
      code: error.failure.code,
      name,
    });
    return { state: 'absent', degraded: [error.operation ?? 'certificates/read'] };
  }
}

/**
 * Levels that say `Recoverable` can be recovered, those that say `Purgeable` can be purged before their time.
 * https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
 */
function deletionOf(bundle: DeletedBundle): Deleted {
  const { scheduledPurgeDate, attributes, cer, tags } = bundle;
  const level = attributes?.recoveryLevel ?? '';
  return {
    state: 'deleted',
    deletion: nameOfDeletion(bundle),
    recoverable: level.includes('Recoverable'),
    purgeable: level.includes('Purgeable'),
    ...(scheduledPurgeDate === undefined ? {} : { until: scheduledPurgeDate.getTime() }),
    ...(cer === undefined ? {} : { leaf: new Uint8Array(cer) }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/**
 * The date to the second, and the beginning of the latest version: one word, to be pasted as it is. The recovery
 * id is the same for every deletion of a name, and stands in only where the vault tells no date.
 */
function nameOfDeletion({ recoveryId, deletedDate, id }: DeletedBundle): string {
  const when = deletedDate?.toISOString().replace('.000', '') ?? recoveryId ?? 'unknown';
  return [when, partsOfId(id ?? '').version?.slice(0, 8)].filter(Boolean).join('.');
}

/** Lists are in no order that is promised, so the date decides. */
async function lastEnabledVersion(name: string, api: VaultApi, call: Call): Promise<string | undefined> {
  let last: { readonly version: string; readonly created: number } | undefined;
  for await (const page of api.versions(name, call)) {
    for (const { id, attributes } of page) {
      const version = id === undefined ? undefined : partsOfId(id).version;
      const created = attributes?.created?.getTime() ?? 0;
      if (version === undefined || attributes?.enabled === false) continue;
      if (last === undefined || created > last.created) last = { version, created };
    }
  }
  return last?.version;
}
