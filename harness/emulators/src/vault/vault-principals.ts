import { randomUUID } from 'node:crypto';
import { checkRole, type RoleDefinition } from '../iam/role-definition.js';
import type { AccessPolicy, VaultPrincipalOption } from './settings.js';

/** Who a bearer token belongs to. */
export interface VaultPrincipal {
  readonly objectId: string;
  readonly clientId: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
  readonly allow: RoleDefinition | undefined;
  readonly accessPolicy: AccessPolicy | undefined;
}

/** The tokens that the vault knows. */
export class VaultPrincipals {
  private readonly tokens = new Map<string, VaultPrincipal>();

  /** @throws TypeError for a role with elements that are not evaluated. */
  add(option: VaultPrincipalOption): VaultPrincipal {
    if (option.allow !== undefined) checkRole(option.allow);
    const principal = {
      objectId: option.objectId ?? randomUUID(),
      clientId: option.clientId,
      expiresAt: option.expiresAt,
      allow: option.allow,
      accessPolicy: option.accessPolicy,
    };
    this.tokens.set(option.token, principal);
    return principal;
  }

  /** Who a token belongs to, unless it is unknown or has expired. */
  of(token: string, now: number): VaultPrincipal | undefined {
    const found = this.tokens.get(token);
    return found !== undefined && (found.expiresAt ?? Infinity) > now ? found : undefined;
  }
}
