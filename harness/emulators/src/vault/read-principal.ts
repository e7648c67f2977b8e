import type { VaultPrincipalOption } from './settings.js';

const MEMBERS = ['token', 'objectId', 'clientId', 'expiresAt', 'allow', 'accessPolicy'];

/**
 * A principal that came as JSON.
 * @throws TypeError for a member that is none, a token that is missing, or a role of another shape
 */
export function readPrincipal(value: unknown): VaultPrincipalOption {
  if (typeof value !== 'object' || value === null || !('token' in value) || typeof value.token !== 'string')
    throw new TypeError('a principal is a JSON object with a token');
  const unknown = Object.keys(value).filter((name) => !MEMBERS.includes(name));
  if (unknown.length > 0) throw new TypeError(`${unknown.join(', ')} is no member of a principal`);
  if ('allow' in value && !isRole(value.allow))
    throw new TypeError('allow is a role definition: {"properties":{"permissions":[…]}}');
  // The names were checked, and what a role holds is checked when it is added.
  return value as VaultPrincipalOption;
}

function isRole(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('properties' in value)) return false;
  const { properties } = value;
  return (
    typeof properties === 'object' &&
    properties !== null &&
    'permissions' in properties &&
    Array.isArray(properties.permissions)
  );
}
