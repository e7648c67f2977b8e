import type { Rule } from '../../server/rule.js';

const AREA = 'Protocol';

/** Rules for every request. */
export const protocolRules = {
  missingVersion: {
    id: 'vault/api-version',
    area: AREA,
    summary: 'A request names its api-version.',
    how: 'enforced',
    source: 'doc',
    refusal: { name: 'BadParameter', message: 'api-version must be specified', wording: 'unverified' },
  },
  unknownVersion: {
    id: 'vault/api-version-known',
    area: AREA,
    summary:
      'The api-version is 7.0 to 7.6, 2025-07-01 or 2026-04-01; older and preview ones are refused here.',
    how: 'enforced',
    source: 'sdk',
    refusal: {
      name: 'BadParameter',
      message:
        'The specified version ({version}) is not recognized. Consider using the latest supported version (2026-04-01).',
      wording: 'unverified',
    },
  },
  operation: {
    id: 'vault/operation',
    area: AREA,
    summary: 'An operation that is not emulated.',
    how: 'enforced',
    source: 'unverified',
    refusal: {
      name: 'BadParameter',
      message: "Method {method} does not allow operation '{operation}'",
      wording: 'unverified',
    },
  },
  path: {
    id: 'vault/path',
    area: AREA,
    summary: 'A path that the service does not have.',
    how: 'enforced',
    source: 'unverified',
    refusal: {
      name: 'NotFound',
      status: 404,
      message: 'The requested resource was not found.',
      wording: 'unverified',
    },
  },
  body: {
    id: 'vault/body',
    area: AREA,
    summary: 'The body is a JSON object.',
    how: 'enforced',
    source: 'unverified',
    refusal: { name: 'BadParameter', message: 'The request body is not valid JSON.', wording: 'unverified' },
  },
  property: {
    id: 'vault/property',
    area: AREA,
    summary: 'A member has the type and one of the values of the API model.',
    how: 'enforced',
    source: 'doc',
    reference: 'members that the model does not know are ignored, which is unverified',
    refusal: {
      name: 'BadParameter',
      message: 'Property {property} has invalid value\r\n',
      wording: 'unverified',
    },
  },
  rates: {
    id: 'vault/rates',
    area: AREA,
    summary: 'In ten seconds, 300 imports and 4,000 other calls; 429 with Retry-After.',
    how: 'switchable',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/key-vault/general/service-limits; `rates`, `retryAfter`; the limit of the subscription is not emulated',
    refusal: {
      name: 'Throttled',
      status: 429,
      message:
        'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached',
      wording: 'unverified',
    },
  },
  pages: {
    id: 'vault/pages',
    area: AREA,
    summary: 'Lists come in pages of `maxresults`, 1 to 25, with a `nextLink`.',
    how: 'enforced',
    source: 'doc',
    reference: '`pageSize` makes pages shorter',
    refusal: {
      name: 'BadParameter',
      message: "Invalid value for query parameter 'maxresults'. It must be between 1 and 25.",
      wording: 'unverified',
    },
  },
  skipToken: {
    id: 'vault/skip-token',
    area: AREA,
    summary: 'A `$skiptoken` that this list did not give is refused.',
    how: 'enforced',
    source: 'unverified',
    refusal: { name: 'BadParameter', message: 'The skip token is not valid.', wording: 'unverified' },
  },
} as const satisfies Record<string, Rule>;
