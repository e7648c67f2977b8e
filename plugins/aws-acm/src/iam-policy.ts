import type { JsonObject, PolicyOptions } from '@certctl/plugin-api';
import {
  accountOfRole,
  assumeRoleDocument,
  assumeRolePermission,
  iamDocument,
  parsedConfig,
  partitionOf,
} from '@certctl/plugin-aws';
import { type AcmConfig, acmConfig, pinnedArn } from './config.js';
import { permissions } from './permissions.js';

/** What only a target without a pinned ARN needs: to find its certificate, and to take back a fresh one. */
const UNPINNED_ONLY = new Set([
  'acm:ListCertificates',
  'acm:SearchCertificates',
  'acm:DeleteCertificate',
  'tag:GetResources',
]);

/**
 * The policy of the identity that calls ACM: the role of the target, or the one that certctl runs as.
 *
 * Without a configuration it allows every certificate of the account that it is attached in; with one it is
 * narrowed to the partition, region, account and ARN, as far as the action allows it.
 * https://docs.aws.amazon.com/acm/latest/userguide/authen-apipermissions.html
 *
 * @throws CertctlError `target_invalid` for a configuration that is not valid
 */
export function iamPolicy({ config, optional }: PolicyOptions): JsonObject {
  const target = config && parsedConfig(acmConfig, config);
  const pinned = target !== undefined && pinnedArn(target) !== undefined;
  const wanted = permissions.filter(
    ({ operation, need }) =>
      operation !== assumeRolePermission.operation &&
      (need === 'required' || optional) &&
      !(pinned && UNPINNED_ONLY.has(operation)),
  );
  return iamDocument(wanted, (resource) => narrowed(resource, target));
}

/** The policy of the identity that certctl runs as, where the target names a role in `role_arn`. */
export function assumeRolePolicy({ config }: PolicyOptions): JsonObject {
  return assumeRoleDocument(config && parsedConfig(acmConfig, config).role_arn);
}

function narrowed(resource: string, target: AcmConfig | undefined): string {
  if (!target || resource === '*') return resource;
  const account = accountOfRole(target) ?? '*';
  return (
    pinnedArn(target) ?? `arn:${partitionOf(target.region)}:acm:${target.region}:${account}:certificate/*`
  );
}
