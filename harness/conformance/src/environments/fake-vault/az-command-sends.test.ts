import { expect, it } from 'vitest';
import { azCommandSends } from './az-command-sends.js';

const VAULT = 'Microsoft.KeyVault/vaults';

it.each([
  ['az keyvault certificate import --vault-name v --name n', `${VAULT}/certificates/import/action`],
  ['az keyvault certificate delete --vault-name v', `${VAULT}/certificates/delete`],
  ['az keyvault certificate purge --vault-name v', 'az keyvault certificate purge'],
  ['(umask 077 && openssl pkcs12 -export)', undefined],
])('%s sends %s', (command, operation) => {
  expect(azCommandSends(command)).toBe(operation);
});
