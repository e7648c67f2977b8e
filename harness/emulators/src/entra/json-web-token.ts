import { constants, type KeyObject, verify } from 'node:crypto';

/** What a JWT says, before anything of it is believed. */
export interface JsonWebToken {
  readonly algorithm: string;
  /** The certificate that the header names: `x5t#S256`, `x5t` or `kid`. */
  readonly certificate: string | undefined;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** Epoch milliseconds; without them the token is valid at no time. */
  readonly notBefore: number;
  readonly expires: number;
  isSignedBy(key: KeyObject): boolean;
}

/** Reads the compact form (RFC 7515, 7.1); undefined for what is none. */
export function readToken(text: string): JsonWebToken | undefined {
  const [head, payload, signature, rest] = text.split('.');
  if (head === undefined || payload === undefined || signature === undefined || rest !== undefined) return;
  const header = part(head);
  const claims = part(payload);
  if (header === undefined || claims === undefined) return undefined;
  const algorithm = textIn(header, 'alg') ?? '';
  return {
    algorithm,
    certificate: textIn(header, 'x5t#S256') ?? textIn(header, 'x5t') ?? textIn(header, 'kid'),
    issuer: textIn(claims, 'iss') ?? '',
    subject: textIn(claims, 'sub') ?? '',
    audience: textIn(claims, 'aud') ?? '',
    notBefore: millisecondsIn(claims, 'nbf') ?? millisecondsIn(claims, 'iat') ?? 0,
    expires: millisecondsIn(claims, 'exp') ?? 0,
    isSignedBy: (key) =>
      isSigned(algorithm, key, Buffer.from(`${head}.${payload}`), Buffer.from(signature, 'base64url')),
  };
}

/** The algorithms that client assertions come with; `none` is not among them. */
function isSigned(algorithm: string, key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  switch (algorithm) {
    case 'RS256':
      return key.asymmetricKeyType === 'rsa' && verify('sha256', signed, key, signature);
    case 'PS256':
      return key.asymmetricKeyType === 'rsa' && verify('sha256', signed, pss(key), signature);
    case 'ES256':
      return (
        key.asymmetricKeyType === 'ec' &&
        verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
      );
    default:
      return false;
  }
}

function pss(key: KeyObject) {
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function part(encoded: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    // Not JSON: whoever asks gets told that it is no token.
    return undefined;
  }
}

function textIn(members: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = members.get(name);
  return typeof value === 'string' ? value : undefined;
}

function millisecondsIn(claims: ReadonlyMap<string, unknown>, name: string): number | undefined {
  const value = claims.get(name);
  return typeof value === 'number' ? value * 1000 : undefined;
}
