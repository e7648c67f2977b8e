import type { Principal, Principals } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { WireRequest } from '../server/wire.js';
import { parseAuthorization } from './authorization.js';
import { refuseIdentity, type WireProtocol } from './identity-refusals.js';
import { signatureOf } from './signature-of.js';

export interface Authenticated {
  readonly principal: Principal;
  readonly region: string;
}

export interface AuthenticationContext {
  readonly mode: 'off' | 'check';
  readonly protocol: WireProtocol;
  readonly principals: Principals;
  readonly clock: Clock;
  readonly defaultRegion: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html: five minutes. */
const MOST_SKEW_MS = 5 * 60 * 1000;

/**
 * Who sent a request, and for which region.
 * @throws ServiceError in the words of the protocol, when signatures are checked
 */
export async function authenticate(
  request: WireRequest,
  context: AuthenticationContext,
): Promise<Authenticated> {
  const header = request.headers.authorization;
  const authorization = header === undefined ? undefined : parseAuthorization(header);
  const region = authorization?.region ?? context.defaultRegion;
  const known = authorization && context.principals.key(authorization.accessKeyId);
  if (context.mode === 'off')
    return { principal: known ?? context.principals.stranger(authorization?.accessKeyId), region };

  if (header === undefined) return refuseIdentity(context.protocol, 'missing');
  if (authorization === undefined) return refuseIdentity(context.protocol, 'incomplete');
  if (known?.secretAccessKey === undefined) return refuseIdentity(context.protocol, 'unknownKey');
  if (known.sessionToken !== request.headers['x-amz-security-token'])
    return refuseIdentity(context.protocol, 'unknownKey');
  const signedAt = amzDate(request.headers['x-amz-date']);
  if (signedAt === undefined) return refuseIdentity(context.protocol, 'incomplete');
  if (Math.abs(context.clock.now() - signedAt) > MOST_SKEW_MS)
    return refuseIdentity(context.protocol, 'skewed');
  const expected = await signatureOf(
    request,
    authorization,
    {
      accessKeyId: known.accessKeyId,
      secretAccessKey: known.secretAccessKey,
      ...(known.sessionToken === undefined ? {} : { sessionToken: known.sessionToken }),
    },
    signedAt,
  );
  if (expected !== authorization.signature) return refuseIdentity(context.protocol, 'signature');
  if (known.expiresAt !== undefined && known.expiresAt <= context.clock.now())
    return refuseIdentity(context.protocol, 'expired');
  return { principal: known, region };
}

/** `20261123T101530Z` as epoch milliseconds. */
function amzDate(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text ?? '');
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
