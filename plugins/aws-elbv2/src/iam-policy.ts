import type { JsonObject, PolicyOptions } from '@certctl/plugin-api';
import { assumeRoleDocument, assumeRolePermission, iamDocument, parsedConfig } from '@certctl/plugin-aws';
import { type ListenerConfig, listenerConfig } from './config.js';
import { DEFAULT_OPERATION, LIST_OPERATIONS, permissions } from './permissions.js';

/**
 * The policy of the identity that calls Elastic Load Balancing: the role of the binding, or the one that certctl runs
 * as. Without a configuration it allows every listener of the account that it is attached in, and both slots; with one
 * it is narrowed to the listener and to what its slot needs.
 *
 * @throws CertctlError `target_invalid` for a configuration that is not valid
 */
export function iamPolicy({ config, optional }: PolicyOptions): JsonObject {
  const binding = config && parsedConfig(listenerConfig, config);
  const wanted = permissions.filter(
    ({ operation, need }) =>
      operation !== assumeRolePermission.operation &&
      (need === 'required' || optional) &&
      isOfSlot(operation, binding?.slot),
  );
  return iamDocument(wanted, (resource) => (binding && resource !== '*' ? binding.listener_arn : resource));
}

/** The policy of the identity that certctl runs as, where the binding names a role in `role_arn`. */
export function assumeRolePolicy({ config }: PolicyOptions): JsonObject {
  return assumeRoleDocument(config && parsedConfig(listenerConfig, config).role_arn);
}

function isOfSlot(operation: string, slot: ListenerConfig['slot'] | undefined): boolean {
  if (slot === 'default') return !LIST_OPERATIONS.has(operation);
  return slot === undefined || operation !== DEFAULT_OPERATION;
}
