import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { KeyClient } from '@azure/keyvault-keys';
import type { HttpSettings } from '@certctl/plugin-api';
import { openAzureHttpClient } from '@certctl/plugin-http/azure';
import { isKnownAuthority, type KeyIdentifier } from './key-identifier.js';

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

interface KeyParameters {
  readonly algorithm: 'RSA-OAEP-256';
  readonly value: Uint8Array;
}

/** The operations of keys, as the SDK generates them from the service's own description. */
export interface KeyOperations {
  getKey(
    name: string,
    version: string,
    options: CallOptions,
  ): Promise<{
    readonly key?: { readonly kid?: string };
    readonly attributes?: { readonly enabled?: boolean };
  }>;
  wrapKey(
    name: string,
    version: string,
    parameters: KeyParameters,
    options: CallOptions,
  ): Promise<{ readonly result?: Uint8Array }>;
  unwrapKey(
    name: string,
    version: string,
    parameters: KeyParameters,
    options: CallOptions,
  ): Promise<{ readonly result?: Uint8Array }>;
}

/** Loads the SDK and makes a long-lived client. Sends nothing. */
export async function openKeyClient(
  { vault, foreign, authorityHost }: KeyIdentifier,
  http: HttpSettings,
  given: TokenCredential | undefined,
): Promise<KeyOperations> {
  const sdk = await import('@azure/keyvault-keys');
  const httpClient = openAzureHttpClient(http, { now: Date.now }).client;
  const retryOptions = { maxRetries: 0 };
  const client = new sdk.KeyClient(vault, given ?? (await defaultCredential(authorityHost, httpClient)), {
    httpClient,
    // Whoever needs the key has a deadline of its own, and says when it tries again.
    retryOptions,
    redirectOptions: { maxRetries: 0 },
    // Only what stands in for a vault may name a resource that its host does not belong to.
    ...(foreign ? { disableChallengeResourceVerification: true } : {}),
  });
  return generatedClient(client);
}

async function defaultCredential(ofCloud: string, httpClient: HttpClient): Promise<TokenCredential> {
  const sdk = await import('@azure/identity');
  // The environment names the authority of a private cloud, or of an emulator.
  const authorityHost = process.env.AZURE_AUTHORITY_HOST || ofCloud;
  return new sdk.DefaultAzureCredential({
    authorityHost,
    httpClient,
    retryOptions: { maxRetries: 0 },
    // An authority that is not Microsoft's cannot be looked up among Microsoft's.
    ...(isKnownAuthority(authorityHost) ? {} : { disableInstanceDiscovery: true }),
  });
}

/**
 * The client that the SDK generates and wraps. The wrapper for cryptography fetches the key before each use,
 * and refuses to unwrap with one that has expired, which the service does not.
 */
function generatedClient(client: KeyClient): KeyOperations {
  // `client` is private in the types only. The version is pinned, and tests at the wire hold it to this.
  return (client as unknown as { readonly client: KeyOperations }).client;
}
