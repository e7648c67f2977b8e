import type { JsonObject, Permission, PolicyOptions } from '@certctl/plugin-api';

/**
 * Every operation that the plugin may call; one that is not listed cannot be called. Of `need: 'optional'` the
 * plugin does without, and says in `without` what is lost.
 */
// Yours: the operations as the vendor's policies and audit trails spell them.
export const PERMISSIONS: readonly Permission[] = [
  {
    operation: 'certificates:Get',
    effect: 'read',
    need: 'required',
    on: ['resolve', 'inspect', 'deploy', 'roll back'],
    why: 'Shows what is held, before and after each change.',
    grant: { allow: 'certificates:Get' },
  },
  {
    operation: 'certificates:Put',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Puts the renewed certificate there, and the previous one back when the proof fails.',
    grant: { allow: 'certificates:Put' },
  },
  {
    operation: 'certificates:Delete',
    effect: 'write',
    need: 'optional',
    on: ['roll back'],
    why: 'Takes a first import away when its proof fails.',
    without: 'a first import that fails its proof stays where it is',
    grant: { allow: 'certificates:Delete' },
  },
];

/** The role to give to the caller, in the form in which the vendor takes it. */
export function policy({ optional }: PolicyOptions): JsonObject {
  const granted = PERMISSIONS.filter(({ need }) => optional || need === 'required');
  return { role: { statements: granted.flatMap(({ grant }) => (grant ? [grant] : [])) } };
}
