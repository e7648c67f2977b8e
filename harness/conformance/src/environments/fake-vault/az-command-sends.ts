import { VAULT_REQUESTS } from './vault-requests.js';

/**
 * Commands of a certificate, each with the request that it sends.
 * https://learn.microsoft.com/cli/azure/keyvault/certificate
 */
const COMMANDS: Readonly<Record<string, keyof typeof VAULT_REQUESTS>> = {
  import: 'ImportCertificate',
  show: 'GetCertificate',
  list: 'GetCertificates',
  'list-versions': 'GetCertificateVersions',
  'set-attributes': 'UpdateCertificate',
  delete: 'DeleteCertificate',
  recover: 'RecoverDeletedCertificate',
};

/** The data action that a command of the Azure command line needs; undefined where it runs something else. */
export function azCommandSends(command: string): string | undefined {
  const [, verb] = /(?:^|[\s(])az keyvault certificate ([a-z-]+)/.exec(command) ?? [];
  if (verb === undefined) return undefined;
  return VAULT_REQUESTS[COMMANDS[verb] ?? '']?.operation ?? `az keyvault certificate ${verb}`;
}
