import type { Rule } from '../server/rule.js';

const AREA = 'Entra ID';

/** Rules for who gets a token. Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const entraRules = {
  tenant: {
    id: 'entra/tenant',
    area: AREA,
    summary: 'The tenant of the request is the one that is emulated.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_request',
      message: "AADSTS90002: Tenant '{tenant}' not found.",
      wording: 'doc',
    },
  },
  grant: {
    id: 'entra/grant',
    area: AREA,
    summary: 'The grant is client_credentials.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'unsupported_grant_type',
      message: "AADSTS70003: The app requested an unsupported grant type '{grant}'.",
      wording: 'doc',
    },
  },
  scope: {
    id: 'entra/scope',
    area: AREA,
    summary: 'The scope is a resource with `/.default` behind it.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_scope',
      message:
        'AADSTS1002012: The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
      wording: 'doc',
    },
  },
  application: {
    id: 'entra/application',
    area: AREA,
    summary: 'The application is known.',
    how: 'enforced',
    source: 'doc',
    reference: '`applications`, `addApplication`',
    refusal: {
      name: 'unauthorized_client',
      message: "AADSTS700016: Application with identifier '{client}' was not found in the directory.",
      wording: 'doc',
    },
  },
  secret: {
    id: 'entra/secret',
    area: AREA,
    summary: 'A client secret is one of the application.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_client',
      status: 401,
      message: "AADSTS7000215: Invalid client secret provided for app '{client}'.",
      wording: 'doc',
    },
  },
  noCredential: {
    id: 'entra/no-credential',
    area: AREA,
    summary: 'A request brings a client secret or a client assertion.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_client',
      status: 401,
      message:
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      wording: 'doc',
    },
  },
  assertion: {
    id: 'entra/assertion',
    area: AREA,
    summary:
      'A client assertion is a JWT that a registered certificate signed (RS256, PS256), for this endpoint, by and about the application.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_client',
      status: 401,
      message: 'AADSTS700027: Client assertion failed signature validation: {reason}.',
      wording: 'doc',
    },
  },
  time: {
    id: 'entra/assertion-time',
    area: AREA,
    summary: 'An assertion has begun and not ended; clocks may differ by five minutes.',
    how: 'enforced',
    source: 'doc',
    reference: 'the five minutes are unverified',
    refusal: {
      name: 'invalid_client',
      status: 401,
      message: 'AADSTS700024: Client assertion is not within its valid time range.',
      wording: 'doc',
    },
  },
  federated: {
    id: 'entra/federated',
    area: AREA,
    summary:
      'A workload identity token matches a federated credential: issuer, subject, audience `api://AzureADTokenExchange`, and the key of the issuer.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'invalid_client',
      status: 401,
      message:
        'AADSTS70021: No matching federated identity record found for presented assertion. Assertion Issuer: {issuer}. Assertion Subject: {subject}. Assertion Audience: {audience}.',
      wording: 'doc',
    },
  },
  identityHeader: {
    id: 'entra/identity-header',
    area: AREA,
    summary: 'A request for the token of a managed identity (App Service form) carries X-IDENTITY-HEADER.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/app-service/overview-managed-identity; the answer is unverified',
    refusal: {
      name: 'Unauthorized',
      status: 401,
      message: 'The X-IDENTITY-HEADER is missing or wrong.',
      wording: 'unverified',
    },
  },
  identityRequest: {
    id: 'entra/identity-request',
    area: AREA,
    summary: 'It names api-version 2019-08-01 and a resource, and an identity that is assigned.',
    how: 'enforced',
    source: 'doc',
    reference: 'the answer is unverified',
    refusal: {
      name: 'BadRequest',
      message: 'No managed identity was found for the request: {what}.',
      wording: 'unverified',
    },
  },
  path: {
    id: 'entra/path',
    area: AREA,
    summary: 'Anything but discovery, token and managed identity is not found.',
    how: 'enforced',
    source: 'unverified',
    refusal: { name: 'not_found', status: 404, message: 'There is no {path}.', wording: 'unverified' },
  },
} as const satisfies Record<string, Rule>;
