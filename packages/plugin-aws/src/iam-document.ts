import type { JsonObject, Permission } from '@certctl/plugin-api';

const ASSUME_ROLE = 'sts:AssumeRole';

/**
 * The permission to assume the role that a target names. It is granted to the identity that certctl runs as, so it
 * has a policy of its own.
 */
export const assumeRolePermission: Permission = {
  operation: ASSUME_ROLE,
  effect: 'read',
  need: 'optional',
  on: ['resolve', 'inspect', 'discover', 'deploy', 'roll back', 'audit'],
  why: 'Assumes the role that a target names. Granted to the identity that certctl runs as, not to the role.',
  without: 'Targets that name a role_arn cannot be reached.',
  grant: allow(ASSUME_ROLE, 'arn:aws:iam::*:role/*'),
};

/** A statement that allows one action. */
export function allow(operation: string, resource: string, condition?: JsonObject): JsonObject {
  return {
    Effect: 'Allow',
    Action: operation,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

interface Group {
  readonly rest: JsonObject;
  readonly actions: string[];
}

/**
 * A policy of the statements that grant the permissions: one for the actions that share a resource and a condition,
 * in the order of the list.
 *
 * @param narrow makes the resource of a statement narrower
 */
export function iamDocument(
  wanted: readonly Permission[],
  narrow: (resource: string) => string = (resource) => resource,
): JsonObject {
  const groups = new Map<string, Group>();
  for (const { operation, grant } of wanted) {
    if (!grant) continue;
    const { Action: _, ...statement } = grant;
    const rest = { ...statement, Resource: narrow(String(grant.Resource)) };
    const key = JSON.stringify(rest);
    const group: Group = groups.get(key) ?? { rest, actions: [] };
    group.actions.push(operation);
    groups.set(key, group);
  }
  const Statement = [...groups.values()].map(({ rest: { Effect, ...rest }, actions }) => ({
    Effect: Effect ?? 'Allow',
    Action: actions,
    ...rest,
  }));
  return { Version: '2012-10-17', Statement };
}

/** The policy of the identity that certctl runs as: for one role, or for every role that trusts it. */
export function assumeRoleDocument(roleArn: string | undefined): JsonObject {
  return iamDocument([assumeRolePermission], (resource) => roleArn ?? resource);
}
