/** What tokens are for: the vault, and the two records of who wrote. */
export const RESOURCES = {
  vault: 'https://vault.azure.net',
  management: 'https://management.azure.com',
  logs: 'https://api.loganalytics.azure.com',
} as const;

/** A token as Entra ID makes them, as far as it tells who it is for, and of what. Nobody checks its signature here. */
export function tokenOf(objectId: string, resource: string): string {
  const parts = [{ alg: 'RS256' }, { aud: resource, oid: objectId }];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')), 'unsigned'].join(
    '.',
  );
}

/** What a token is asked for, without the word that asks for all of it. */
export function resourceOf(scopes: string | string[]): string {
  return String([scopes].flat()[0]).replace(/\/\.default$/, '');
}
