import type { Rule } from '../../server/rule.js';

const AREA = 'Access';

/** Rules for who may do what. */
export const accessRules = {
  challenge: {
    id: 'access/challenge',
    area: AREA,
    summary:
      'A request without a token gets 401 and `WWW-Authenticate: Bearer authorization="…", resource="…"`.',
    how: 'enforced',
    source: 'thread',
    reference:
      'https://github.com/hashicorp/terraform-provider-azurerm/issues/19749; `challengeResource` and `challengeAuthority` change what it names',
    refusal: {
      name: 'Unauthorized',
      status: 401,
      message: 'AKV10000: Request is missing a Bearer or PoP token.',
      wording: 'thread',
    },
  },
  token: {
    id: 'access/token',
    area: AREA,
    summary: 'The token is known and has not expired.',
    how: 'enforced',
    source: 'doc',
    reference: '`principals`, `addPrincipal`',
    refusal: {
      name: 'Unauthorized',
      status: 401,
      message: 'AKV10046: Unable to resolve the key used for signature validation.',
      wording: 'unverified',
    },
  },
  role: {
    id: 'access/role',
    area: AREA,
    summary: 'The role (`allow`) has the data action of the operation, and does not subtract it.',
    how: 'switchable',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/key-vault/general/rbac-guide; wording: https://github.com/microsoft/AL-Go/issues/864; a condition in a role is refused when it is set, not ignored; `forbiddenInnerCodes`: the inner code is unverified',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'ForbiddenByRbac',
      message:
        "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\nCaller: {caller}\r\nAction: '{action}'\r\nResource: '{resource}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: 'DeniedWithNoValidRBAC' \r\nVault: {vault}\r\n",
      wording: 'thread',
    },
  },
  listVersions: {
    id: 'access/list-versions',
    area: AREA,
    summary:
      'A list of versions needs `certificates/read` or `certificates/listversions/read`. The first is documented; the second is printed in the runbook only.',
    how: 'enforced',
    source: 'unverified',
  },
  policy: {
    id: 'access/policy',
    area: AREA,
    summary: 'The access policy (`accessPolicy`) names the permission of the operation.',
    how: 'switchable',
    source: 'doc',
    reference: '`accessPolicy`; `forbiddenInnerCodes`: the inner code is unverified',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'AccessDenied',
      message:
        "The user, group or application '{caller}' does not have {permission} permission on key vault '{vault}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287",
      wording: 'unverified',
    },
  },
  firewall: {
    id: 'access/firewall',
    area: AREA,
    summary: 'The firewall lets the caller through.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`firewall`; `forbiddenInnerCodes`: the inner code is unverified; wording: https://github.com/hashicorp/packer-plugin-azure/issues/384',
    refusal: {
      name: 'Forbidden',
      status: 403,
      inner: 'ForbiddenByFirewall',
      message:
        'Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.1\r\nCaller: {caller}\r\nVault: {vault}',
      wording: 'thread',
    },
  },
} as const satisfies Record<string, Rule>;
