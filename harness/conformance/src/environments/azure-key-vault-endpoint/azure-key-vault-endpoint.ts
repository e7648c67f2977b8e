import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import { admitAccount, isLoopback } from '../endpoint/admit-account.js';
import type { EndpointPermission } from '../endpoint/run-options.js';
import { vaultCredential } from './vault-credential.js';
import type { VaultEndpoint } from './vault-endpoint.js';
import { keptText, startVaultStage, sweepVault } from './vault-endpoint-stage.js';
import { VaultObserver } from './vault-observer.js';

/**
 * A key vault at any URL: one of Azure, or what stands in for one. A vault that is not on this machine is written to
 * only when it is named.
 *
 * @example
 * export default azureKeyVaultEndpoint({ url: 'http://127.0.0.1:8443', token: 'any' });
 */
export function azureKeyVaultEndpoint(options: VaultEndpoint & EndpointPermission): Environment {
  const { allowRealAccount, ...endpoint } = options;
  const { url } = endpoint;
  const { host } = new URL(url);
  const admitted = async () => {
    // A host elsewhere is what it is called, and is not even asked without leave.
    if (!isLoopback(url)) admitAccount({ url, account: host }, allowRealAccount);
    const observer = await VaultObserver.open(endpoint, await vaultCredential(endpoint));
    const account = (await observer.host()) ?? allowRealAccount ?? host;
    admitAccount({ url, account }, allowRealAccount);
    return { observer, account };
  };
  return defineEnvironment({
    name: 'azure-key-vault-endpoint',
    title: `Azure Key Vault at ${url}`,
    tier: 'endpoint',
    serves: ['AzureKeyVault'],
    notProven: [
      'How the identity gets its token: the run gives one.',
      'That a disabled version still holds its chain and key: a vault shows the secret of none.',
      'Faults: they are made by the proxy, in the words of the documentation, and not by the service.',
    ],
    cannot: [],
    start: async ({ plugin, runId, announce }) => {
      const { account } = await admitted();
      announce?.(`all that is made is named ${runId}-…`);
      if (!isLoopback(url)) {
        announce?.(
          'it is deleted in the end; a vault that is protected from purging keeps it as deleted for 7 to 90 days',
        );
      }
      const given = announce ? { announce } : {};
      return startVaultStage(endpoint, { runId, account, quotas: plugin.quotas, ...given });
    },
    sweep: async (runId) => {
      const { observer } = await admitted();
      const { removed, kept } = await sweepVault(observer, runId);
      return kept.length === 0 ? removed : [...removed, keptText(kept, runId)];
    },
  });
}
