import type { Pipeline } from '@azure/core-rest-pipeline';
import type { CertificateClient } from '@azure/keyvault-certificates';
import type { SecretClient } from '@azure/keyvault-secrets';
import type { PluginServices } from '@certctl/plugin-api';
import type { VaultOperations } from './certificate-bundle.js';
import type { KeyVaultConnection } from './config.js';
import { oneFirstRequest } from './first-request.js';
import { identityCredential } from './identity-credential.js';
import { MonitorApi } from './monitor-api.js';
import { cloudOrPublic, isForeignHost } from './vault-host.js';
import { VaultToken } from './vault-token.js';
import { VERSION } from './version.js';

/** The SDK as an instance uses it: loaded when a target is opened, one client each, one pool for all. */
export interface AzureClients {
  readonly vaultUrl: string;
  readonly certificates: VaultOperations;
  readonly secrets: Pick<SecretClient, 'getSecret'>;
  readonly token: VaultToken;
  /** Who wrote. Asked by `certctl writers` alone, with tokens of its own. */
  readonly monitor: MonitorApi;
  within<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>;
  /** Body of the answer to a request that failed. */
  answerTo(request: object): string | undefined;
  close(): void;
}

/** Loads the SDK and makes long-lived clients. Sends nothing. */
export async function openClients(
  connection: KeyVaultConnection,
  services: PluginServices,
): Promise<AzureClients> {
  const [certificatesSdk, secretsSdk, { openAzureHttpClient }] = await Promise.all([
    import('@azure/keyvault-certificates'),
    import('@azure/keyvault-secrets'),
    import('@certctl/plugin-http/azure'),
  ]);
  const http = openAzureHttpClient(services.http, services.clock);
  const { vault_url, tenant_id } = connection;
  const foreign = isForeignHost(vault_url);
  const cloud = cloudOrPublic(vault_url);
  const identity = {
    credential: await identityCredential(connection, services.credentials, http.client),
    tenantId: services.credentials.get('azure') === undefined ? tenant_id : undefined,
    clock: services.clock,
    within: http.within,
  };
  const token = new VaultToken({ ...identity, resource: cloud.resource, anyResource: foreign });
  const monitored = (resource: string, endpoint: string | undefined) => ({
    url: endpoint ?? resource,
    token: new VaultToken({ ...identity, resource, anyResource: false }),
  });
  const management = monitored(cloud.management, connection.endpoints?.management);
  const logs = monitored(cloud.logs, connection.endpoints?.logs);
  const options = () => ({
    httpClient: http.client,
    // The engine repeats what may be repeated; a retry in here would be neither counted nor journaled.
    retryOptions: { maxRetries: 0 },
    // A vault redirects nobody, and a 307 would take the private key along.
    redirectOptions: { maxRetries: 0 },
    // The vault's log shows the user agent, which tells our writes from others'.
    userAgentOptions: { userAgentPrefix: `certctl/${VERSION}` },
    additionalPolicies: [{ policy: oneFirstRequest(), position: 'perCall' as const }],
    // Only what stands in for a vault may name a resource that its host does not belong to.
    ...(foreign ? { disableChallengeResourceVerification: true } : {}),
  });
  const certificates = new certificatesSdk.CertificateClient(vault_url, token, options());
  const secrets = new secretsSdk.SecretClient(vault_url, token, options());
  const generated = generatedClient(certificates);
  for (const { pipeline } of [generated, generatedClient(secrets)]) {
    for (const name of IDLE_POLICIES) pipeline.removePolicy({ name });
  }
  return {
    vaultUrl: vault_url,
    certificates: generated,
    secrets,
    token,
    monitor: new MonitorApi({ client: http.client, within: http.within, management, logs }),
    within: http.within,
    answerTo: http.answerTo,
    close() {
      for (const each of [token, management.token, logs.token]) each.forget();
      http.close();
    },
  };
}

/**
 * Policies that look at every request and have nothing to do: proxies and compression are the connections' affair,
 * forms are not sent, and nothing is repeated or sent elsewhere.
 */
const IDLE_POLICIES = [
  'proxyPolicy',
  'decompressResponsePolicy',
  'formDataPolicy',
  'multipartPolicy',
  'defaultRetryPolicy',
  'redirectPolicy',
];

type Generated = VaultOperations & { readonly pipeline: Pick<Pipeline, 'removePolicy'> };

/**
 * The client that the SDK generates from the service's own description and wraps. The wrapper drops policy and
 * state of an import, and makes several requests in one of recovering and deleting; this one does neither.
 */
function generatedClient(client: CertificateClient | SecretClient): Generated {
  // `client` is private in the types only. The version is pinned, and tests at the wire hold it to this.
  return (client as unknown as { readonly client: Generated }).client;
}
