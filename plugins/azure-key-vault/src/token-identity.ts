/**
 * Who a token is for: the object id, which the audit events of a vault name, or the application. Microsoft asks clients
 * to take tokens for opaque, so nothing is decided by it but whose a write is said to be; undefined for one that cannot
 * be read. https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function identityIn(token: string): string | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null) return undefined;
    if ('oid' in claims && typeof claims.oid === 'string') return claims.oid;
    return 'appid' in claims && typeof claims.appid === 'string' ? claims.appid : undefined;
  } catch {
    // Encrypted, or of another form.
    return undefined;
  }
}
