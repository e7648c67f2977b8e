import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import { admitAccount, isLoopback } from '../endpoint/admit-account.js';
import { carriesMark } from '../endpoint/carries-mark.js';
import type { EndpointPermission } from '../endpoint/run-options.js';
import type { AcmEndpoint } from './acm-endpoint.js';
import { openAcm, startAcmStage } from './acm-endpoint-stage.js';
import { countImports } from './count-imports.js';

/**
 * AWS Certificate Manager at any endpoint: a URL (LocalStack, moto, a proxy), or an account of AWS, by the keys that
 * the SDK finds. An account is written to only when it is named.
 *
 * @example
 * export default awsAcmEndpoint({ url: 'http://127.0.0.1:4566', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
 */
export function awsAcmEndpoint(options: AcmEndpoint & EndpointPermission = {}): Environment {
  const { allowRealAccount, ...endpoint } = options;
  const admitted = async () => {
    const opened = await openAcm(endpoint);
    try {
      admitAccount({ url: opened.url, account: await opened.hosts.account() }, allowRealAccount);
    } catch (error) {
      opened.observer.close();
      throw error;
    }
    return opened;
  };
  return defineEnvironment({
    name: 'aws-acm-endpoint',
    title: `AWS Certificate Manager at ${endpoint.url ?? `the account of AWS that is named, ${endpoint.region ?? 'us-east-1'}`}`,
    tier: 'endpoint',
    serves: ['AWSACM'],
    notProven: [
      'That the key which is stored belongs to the leaf: ACM gives no imported key back. It is taken at its word that it refuses an import whose key does not belong.',
      'The signature of the plugin: requests pass the fault proxy, which signs them anew.',
      'Faults: they are made by the proxy, in the words of the documentation, and not by the service.',
    ],
    cannot: [],
    start: async ({ plugin, runId, cases, announce }) => {
      const { observer, url } = await admitted();
      observer.close();
      if (!isLoopback(url) && cases && announce) {
        const imports = await countImports(plugin, cases);
        announce(
          `${imports} imports will be made, which the account's 5,000 of 365 days are less by; all that is made carries ${runId}`,
        );
      }
      return startAcmStage(endpoint, runId, plugin.quotas);
    },
    sweep: async (runId) => {
      const { observer } = await admitted();
      try {
        const removed: string[] = [];
        for (const { arn } of await observer.list()) {
          const held = await observer.read(arn);
          if (held === undefined || !carriesMark(held.leaf, runId)) continue;
          await observer.remove(arn);
          removed.push(arn);
        }
        return removed;
      } finally {
        observer.close();
      }
    },
  });
}
