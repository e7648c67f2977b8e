import { CertctlError, type JsonObject, type Permission, type PolicyOptions } from '@certctl/plugin-api';
import { type AcmConfig, accountOfRole, acmConfig, pinnedArn } from './config.js';
import { partitionOf } from './partition.js';
import { permissions } from './permissions.js';

const ASSUME_ROLE = 'sts:AssumeRole';

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
  const target = config && parse(config);
  const pinned = target !== undefined && pinnedArn(target) !== undefined;
  const wanted = permissions.filter(
    ({ operation, need }) =>
      operation !== ASSUME_ROLE &&
      (need === 'required' || optional) &&
      !(pinned && UNPINNED_ONLY.has(operation)),
  );
  return document(mergedStatements(wanted, target));
}

/** The policy of the identity that certctl runs as, where the target names a role in `role_arn`. */
export function assumeRolePolicy({ config }: PolicyOptions): JsonObject {
  const target = config && parse(config);
  const wanted = permissions.filter(({ operation }) => operation === ASSUME_ROLE);
  return document(mergedStatements(wanted, target));
}

function document(Statement: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

interface Group {
  readonly rest: JsonObject;
  readonly actions: string[];
}

/** One statement for the actions that share a resource and a condition, in the order of the list. */
function mergedStatements(
  wanted: readonly Permission[],
  target: AcmConfig | undefined,
): readonly JsonObject[] {
  const groups = new Map<string, Group>();
  for (const { operation, grant } of wanted) {
    if (!grant) continue;
    const { Action: _, ...statement } = grant;
    const rest = { ...statement, Resource: narrowed(String(grant.Resource), target) };
    const key = JSON.stringify(rest);
    const group: Group = groups.get(key) ?? { rest, actions: [] };
    group.actions.push(operation);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rest: { Effect, ...rest }, actions }) => ({
    Effect: Effect ?? 'Allow',
    Action: actions,
    ...rest,
  }));
}

function narrowed(resource: string, target: AcmConfig | undefined): string {
  if (!target || resource === '*') return resource;
  if (resource.includes(':iam:')) return target.role_arn ?? resource;
  const account = accountOfRole(target) ?? '*';
  return (
    pinnedArn(target) ?? `arn:${partitionOf(target.region)}:acm:${target.region}:${account}:certificate/*`
  );
}

function parse(config: Readonly<Record<string, unknown>>): AcmConfig {
  const result = acmConfig.safeParse(config);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new CertctlError(
    'target_invalid',
    `The configuration is not valid: ${field === '' ? '' : `${field}: `}${issue?.message}.`,
  );
}
