import type { JsonObject, Permission, PolicyOptions } from '@certctl/plugin-api';

/**
 * Every operation that the plugin may call; one that is not listed cannot be called. Of `need: 'optional'` the
 * plugin does without, and says in `without` what is lost.
 */
// Yours: the operations as the vendor's policies and audit trails spell them.
export const PERMISSIONS: readonly Permission[] = [
  {
    operation: 'gateways:Get',
    effect: 'read',
    need: 'required',
    on: ['inspect', 'deploy', 'roll back'],
    why: 'Shows which certificate the gateway uses, before and after each change.',
    grant: { allow: 'gateways:Get' },
  },
  {
    operation: 'gateways:SetCertificate',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Points the gateway at the renewed certificate, and back at the previous one when a later step fails.',
    grant: { allow: 'gateways:SetCertificate' },
  },
];

/** The role to give to the caller, in the form in which the vendor takes it. */
export function policy({ optional }: PolicyOptions): JsonObject {
  const granted = PERMISSIONS.filter(({ need }) => optional || need === 'required');
  return { role: { statements: granted.flatMap(({ grant }) => (grant ? [grant] : [])) } };
}
