import type { Rule } from '../../server/rule.js';

const AREA = 'Protocol, identity, rates';

/** Rules that hold for every call. */
export const protocolRules = {
  constraints: {
    id: 'protocol/model-constraints',
    area: AREA,
    summary: 'Required members, lengths, patterns and enumerations of the API model: ValidationException.',
    how: 'enforced',
    source: 'doc',
    reference: 'the members that the emulated operations read',
  },
  serialization: {
    id: 'protocol/serialization',
    area: AREA,
    summary: 'A body that is not JSON, or a member of another type: SerializationException.',
    how: 'enforced',
    source: 'unverified',
  },
  unknownOperation: {
    id: 'protocol/unknown-operation',
    area: AREA,
    summary:
      'An operation that is not emulated: UnknownOperationException, in the Query protocol InvalidAction.',
    how: 'enforced',
    source: 'unverified',
  },
  rates: {
    id: 'protocol/rates',
    area: AREA,
    summary: 'The published calls per second of an account and region; HTTP 400, by name.',
    how: 'switchable',
    source: 'doc',
    reference: '`rates`; the burst of one second is unverified',
    refusal: { name: 'ThrottlingException', message: 'Rate exceeded', wording: 'doc' },
  },
  signature: {
    id: 'protocol/signature',
    area: AREA,
    summary:
      'Signature Version 4: missing, incomplete, unknown key, wrong, outside 5 minutes, expired session. Presigned queries are not emulated.',
    how: 'switchable',
    source: 'doc',
    reference: "`sigv4: 'check'`",
  },
  permissions: {
    id: 'protocol/permissions',
    area: AREA,
    summary: 'A policy as the only permissions of an access key or role: AccessDeniedException.',
    how: 'switchable',
    source: 'doc',
    reference: '`allow`; a condition in a policy is refused when it is set, not ignored',
  },
  permissionToTag: {
    id: 'protocol/permission-to-tag',
    area: AREA,
    summary: 'Tags in ImportCertificate need acm:AddTagsToCertificate as well.',
    how: 'enforced',
    source: 'unverified',
  },
  assumeRole: {
    id: 'sts/assume-role',
    area: AREA,
    summary:
      'AssumeRole of a configured role, with its external id; AssumeRoleWithWebIdentity with its token.',
    how: 'enforced',
    source: 'doc',
    reference: 'session policies, tags and MFA are not emulated',
  },
  resources: {
    id: 'tagging/get-resources',
    area: AREA,
    summary: 'GetResources: all filters must match, values of one filter are alternatives, pages by token.',
    how: 'enforced',
    source: 'doc',
    reference: 'ACM certificates only; compliance details are not emulated',
  },
} as const satisfies Record<string, Rule>;
