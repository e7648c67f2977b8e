/** One block of permissions of an Azure role. */
export interface RolePermissions {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

/** A role definition as `az role definition create` takes it and as the Azure portal prints it. */
export interface RoleDefinition {
  readonly properties: {
    readonly roleName?: string;
    readonly description?: string;
    readonly type?: string;
    readonly assignableScopes?: readonly string[];
    readonly permissions: readonly RolePermissions[];
  };
}

const UNDERSTOOD = new Set(['actions', 'notActions', 'dataActions', 'notDataActions']);

/**
 * Refuses a role with an element that is not evaluated here (a condition): enforcing half of a role would
 * prove nothing about it.
 */
export function checkRole(role: RoleDefinition): void {
  for (const permissions of role.properties.permissions) {
    const unknown = Object.keys(permissions).filter((element) => !UNDERSTOOD.has(element));
    if (unknown.length > 0)
      throw new TypeError(`the emulator does not evaluate ${unknown.join(', ')} in a role`);
  }
}

/**
 * Whether one of the blocks allows the data action and does not subtract it again.
 * https://learn.microsoft.com/azure/role-based-access-control/role-definitions
 */
export function allowsDataAction(role: RoleDefinition, action: string): boolean {
  return role.properties.permissions.some(
    ({ dataActions = [], notDataActions = [] }) =>
      dataActions.some((pattern) => matches(pattern, action)) &&
      !notDataActions.some((pattern) => matches(pattern, action)),
  );
}

/** Names of actions are compared without case; `*` stands for anything. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}

/** The same for an action of the control plane. */
export function allowsAction(role: RoleDefinition, action: string): boolean {
  return role.properties.permissions.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );
}
