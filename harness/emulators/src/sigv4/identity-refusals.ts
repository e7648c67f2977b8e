import { ServiceError } from '../server/service-error.js';

export type WireProtocol = 'json' | 'query';

const RULE = 'protocol/signature';

/**
 * Common errors of signed requests; the JSON services and the Query services name them differently:
 * https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html.
 */
const REFUSALS = {
  missing: {
    json: ['MissingAuthenticationTokenException', 400],
    query: ['MissingAuthenticationToken', 403],
    message: 'Request is missing Authentication Token',
  },
  incomplete: {
    json: ['IncompleteSignatureException', 400],
    query: ['IncompleteSignature', 400],
    message: 'The request signature does not conform to AWS standards.',
  },
  unknownKey: {
    json: ['UnrecognizedClientException', 400],
    query: ['InvalidClientTokenId', 403],
    message: 'The security token included in the request is invalid.',
  },
  skewed: {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    message: 'Signature expired or not yet current: it was made more than 5 min. away from now.',
  },
  signature: {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  expired: {
    json: ['ExpiredTokenException', 400],
    query: ['ExpiredToken', 403],
    message: 'The security token included in the request is expired',
  },
} as const;

export function refuseIdentity(protocol: WireProtocol, reason: keyof typeof REFUSALS): never {
  const refusal = REFUSALS[reason];
  const [name, status] = refusal[protocol];
  throw new ServiceError(name, refusal.message, status, RULE);
}

/** The message of the real services when no statement allows an action. */
export function refusePermission(
  protocol: WireProtocol,
  principal: string,
  action: string,
  resource: string,
): never {
  throw new ServiceError(
    protocol === 'json' ? 'AccessDeniedException' : 'AccessDenied',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    protocol === 'json' ? 400 : 403,
    'protocol/permissions',
  );
}
