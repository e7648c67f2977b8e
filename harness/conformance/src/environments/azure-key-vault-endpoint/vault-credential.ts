import { loadSdk } from '../endpoint/load-sdk.js';
import type { VaultEndpoint } from './vault-endpoint.js';

/** What the clients of Azure take; MSAL keeps the tokens. */
export interface VaultCredential {
  getToken(
    scopes: string | string[],
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

const HOUR_MS = 3_600_000;

/** @throws ConformanceError without @azure/identity, where no token is given */
export async function vaultCredential({ token }: VaultEndpoint): Promise<VaultCredential> {
  if (token !== undefined) {
    return { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + HOUR_MS }) };
  }
  const sdk = await loadSdk('@azure/identity', () => import('@azure/identity'));
  return new sdk.DefaultAzureCredential();
}

/** The resource that a vault's cloud gives tokens for: its host without the vault's name. */
export function scopeOf(url: string): string {
  const { hostname } = new URL(url);
  const cloud = /\.(vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net))$/.exec(hostname)?.[1];
  return `https://${cloud ?? 'vault.azure.net'}/.default`;
}
