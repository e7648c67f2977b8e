import { readFile } from 'node:fs/promises';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type * as Identity from '@azure/identity';
import { CertctlError, type Credentials } from '@certctl/plugin-api';
import { AuthorityReach } from './authority-reach.js';
import type { KeyVaultConnection } from './config.js';
import { cloudOrPublic, isKnownAuthority } from './vault-host.js';
import { VERSION } from './version.js';

/**
 * The host's own credential, or the one that the target's mode names.
 * https://learn.microsoft.com/javascript/api/overview/azure/identity-readme
 */
export async function identityCredential(
  connection: KeyVaultConnection,
  credentials: Credentials,
  httpClient: HttpClient,
): Promise<TokenCredential> {
  const given = credentials.get('azure');
  // The host promises the SDK's own credential object for the vendor `azure`; the SDK checks it in use.
  if (given !== undefined) return given as TokenCredential;
  const sdk = await import('@azure/identity');
  const reach = new AuthorityReach(authorityOf(connection));
  // Made when the first token is asked for: what is missing then is an error of that call.
  let made: TokenCredential | undefined;
  return {
    async getToken(scopes, options) {
      made ??= reach.telling(credentialOf(connection, sdk, reach.watched(httpClient)));
      return made.getToken(scopes, options);
    },
  };
}

function authorityOf({ authority_host, vault_url }: KeyVaultConnection): string {
  return authority_host ?? cloudOrPublic(vault_url).authorityHost;
}

function credentialOf(
  connection: KeyVaultConnection,
  sdk: typeof Identity,
  httpClient: HttpClient,
): TokenCredential {
  const authorityHost = authorityOf(connection);
  const options = {
    authorityHost,
    httpClient: refusingNoAnswer(httpClient),
    // The engine repeats what may be repeated; a retry in here would be neither counted nor journaled.
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: `certctl/${VERSION}` },
    // An authority that is not Microsoft's cannot be looked up among Microsoft's.
    ...(isKnownAuthority(authorityHost) ? {} : { disableInstanceDiscovery: true }),
  };
  const { credential_mode, tenant_id, client_id, client_certificate_path } = connection;
  const tenantId = tenant_id === undefined ? {} : { tenantId: tenant_id };
  switch (credential_mode) {
    case 'managed_identity':
      return new sdk.ManagedIdentityCredential({
        ...options,
        ...(client_id === undefined ? {} : { clientId: client_id }),
      });
    case 'workload_identity':
      return new sdk.WorkloadIdentityCredential({
        ...options,
        ...tenantId,
        ...(client_id === undefined ? {} : { clientId: client_id }),
      });
    case 'client_secret':
      return secretCredential(
        connection,
        (secret) =>
          new sdk.ClientSecretCredential(
            needed(tenant_id, 'tenant_id'),
            needed(client_id, 'client_id'),
            secret,
            options,
          ),
      );
    case 'client_certificate':
      return new sdk.ClientCertificateCredential(
        needed(tenant_id, 'tenant_id'),
        needed(client_id, 'client_id'),
        needed(client_certificate_path, 'client_certificate_path'),
        options,
      );
    case 'default':
      return new sdk.DefaultAzureCredential({
        ...options,
        ...tenantId,
        ...(client_id === undefined
          ? {}
          : { managedIdentityClientId: client_id, workloadIdentityClientId: client_id }),
      });
  }
}

/** MSAL takes a 503 without a body for a token without a date. */
function refusingNoAnswer(inner: HttpClient): HttpClient {
  return {
    async sendRequest(request) {
      const response = await inner.sendRequest(request);
      if (response.status < 500 && response.status !== 429) return response;
      throw new Error(`network_error: the authority answered with HTTP ${response.status}.`);
    },
  };
}

/** Reads the secret for each token anew, so that a rotated one is taken up by a running agent. */
function secretCredential(
  { client_secret }: KeyVaultConnection,
  credentialOf: (secret: string) => TokenCredential,
): TokenCredential {
  let last: { readonly secret: string; readonly credential: TokenCredential } | undefined;
  return {
    async getToken(scopes, options) {
      const secret = await resolveReference(needed(client_secret, 'client_secret'));
      if (last?.secret !== secret) last = { secret, credential: credentialOf(secret) };
      return last.credential.getToken(scopes, options);
    },
  };
}

async function resolveReference(reference: string): Promise<string> {
  const [kind, rest] = [
    reference.slice(0, reference.indexOf(':')),
    reference.slice(reference.indexOf(':') + 1),
  ];
  const value = kind === 'env' ? process.env[rest] : await readFile(rest, 'utf8').catch(() => undefined);
  // Editors end a file with a newline, which no secret has.
  const secret = value?.trim();
  if (secret) return secret;
  throw Object.assign(new Error(`client_secret: ${reference} holds nothing or cannot be read.`), {
    name: 'CredentialUnavailableError',
  });
}

function needed(value: string | undefined, field: string): string {
  if (value !== undefined) return value;
  throw new CertctlError('target_invalid', `${field}: is needed with this credential_mode.`);
}
