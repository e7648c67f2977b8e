import { allowsDataAction } from '../iam/role-definition.js';
import { refuse } from '../server/rule.js';
import { accessRules } from './rules/access-rules.js';
import type { AccessPolicy } from './settings.js';
import type { VaultPrincipal } from './vault-principals.js';

/** What an operation needs: one of the data actions of a role, or the permission of an access policy. */
export interface Access {
  readonly on: keyof AccessPolicy;
  /** Any of them will do; behind `Microsoft.KeyVault/vaults/`. */
  readonly dataActions: readonly [string, ...string[]];
  readonly permission: string;
}

export interface AccessedVault {
  /** Name and location. */
  readonly vault: string;
  /** Of the object. */
  readonly resourceId: string;
  readonly tenant: string;
}

const PREFIX = 'Microsoft.KeyVault/vaults/';

/** @throws ServiceError Forbidden */
export function permit(access: Access, principal: VaultPrincipal, accessed: AccessedVault): void {
  const caller = callerText(principal, accessed.tenant);
  const { allow, accessPolicy } = principal;
  const actions = access.dataActions.map((action) => PREFIX + action);
  if (allow !== undefined && !actions.some((action) => allowsDataAction(allow, action)))
    refuse(accessRules.role, {
      caller,
      action: actions[0] ?? '',
      resource: accessed.resourceId,
      vault: accessed.vault,
    });
  const names = accessPolicy?.[access.on]?.map((name) => name.toLowerCase()) ?? [];
  if (accessPolicy !== undefined && !names.includes(access.permission) && !names.includes('all'))
    refuse(accessRules.policy, {
      caller,
      permission: `${access.on} ${access.permission}`,
      vault: accessed.vault,
    });
}

export function callerText({ clientId, objectId }: VaultPrincipal, tenant: string): string {
  const application = clientId === undefined ? '' : `appid=${clientId};`;
  return `${application}oid=${objectId};iss=https://sts.windows.net/${tenant}/`;
}
