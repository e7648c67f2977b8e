import type { VaultKeyChange, VaultKeyOption } from './keys/vault-keys.js';

const READERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  name: (value) => typeof value === 'string',
  size: (value) => value === 2048 || value === 3072 || value === 4096,
  operations: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  enabled: (value) => typeof value === 'boolean',
  expiresAt: (value) => typeof value === 'number',
};

/**
 * A key that came as JSON.
 * @throws TypeError that names what is wrong
 */
export function readKey(value: unknown): VaultKeyOption {
  checkMembers(value, ['name', 'size', 'operations', 'enabled', 'expiresAt']);
  if (!('name' in Object(value))) throw new TypeError('a key has a name');
  // Every member was checked to be one, and its value to be of its type.
  return value as VaultKeyOption;
}

/**
 * A change of a key that came as JSON, beside the id of the key.
 * @throws TypeError that names what is wrong
 */
export function readKeyChange(value: unknown): VaultKeyChange {
  const { id: _, ...change } = Object(value);
  checkMembers(change, ['enabled', 'expiresAt']);
  // As above.
  return change as VaultKeyChange;
}

function checkMembers(value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new TypeError('a key is a JSON object');
  for (const [name, member] of Object.entries(value))
    if (!known.includes(name) || READERS[name]?.(member) !== true)
      throw new TypeError(`the ${name} of a key cannot be ${JSON.stringify(member)}`);
}
