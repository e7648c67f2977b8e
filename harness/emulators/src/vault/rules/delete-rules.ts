import type { Rule } from '../../server/rule.js';

const AREA = 'Soft delete';

/** Rules for deleted certificates. */
export const deleteRules = {
  isDeleted: {
    id: 'delete/is-deleted',
    area: AREA,
    summary: 'The name of a deleted certificate cannot be imported onto.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/rcl-letsencrypt-auto-ssl/Lets-Encrypt-Auto/issues/16',
    refusal: {
      name: 'Conflict',
      status: 409,
      inner: 'ObjectIsDeletedButRecoverable',
      message:
        'Certificate {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the certificate can only be recovered or purged.',
      wording: 'thread',
    },
  },
  isBeingDeleted: {
    id: 'delete/is-being-deleted',
    area: AREA,
    summary: 'While a certificate is being deleted nothing else can be done with its name.',
    how: 'switchable',
    source: 'thread',
    reference: '`deletingMs`; what a recover, purge or update gets in this state is unverified',
    refusal: {
      name: 'Conflict',
      status: 409,
      inner: 'ObjectIsBeingDeleted',
      message: 'Certificate {name} is currently being deleted and cannot be re-created; retry later.',
      wording: 'unverified',
    },
  },
  isBeingRecovered: {
    id: 'delete/is-being-recovered',
    area: AREA,
    summary: 'While a certificate is being recovered nothing else can be done with its name.',
    how: 'switchable',
    source: 'thread',
    reference:
      'https://github.com/hashicorp/terraform-provider-azurerm/issues/12285 (of a secret); `recoveringMs`; what a delete, purge or update gets in this state is unverified',
    refusal: {
      name: 'Conflict',
      status: 409,
      inner: 'ObjectIsBeingRecovered',
      message: 'Certificate {name} is currently being recovered and cannot be re-created; retry later.',
      wording: 'thread',
    },
  },
  recoverTwice: {
    id: 'delete/recover-twice',
    area: AREA,
    summary: 'A second recover of a name that is being recovered conflicts.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/Azure/azure-sdk-for-js/issues/35256',
    refusal: {
      name: 'Conflict',
      status: 409,
      message:
        "There was a conflict while recovering the soft-deleted certificate '{id}'. This can happen when multiple operations are performed in parallel against the soft-deleted certificate. To avoid this error, perform operations against the soft-deleted certificate in a sequential manner.",
      wording: 'thread',
    },
  },
  found: {
    id: 'delete/found',
    area: AREA,
    summary: 'A deleted certificate of the name exists; while it is being deleted or recovered it does not.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'CertificateNotFound',
      status: 404,
      message: 'Deleted Certificate not found: {name}',
      wording: 'unverified',
    },
  },
  allVersions: {
    id: 'delete/all-versions',
    area: AREA,
    summary: 'A delete takes all versions; a recover brings back all of them with their tags.',
    how: 'enforced',
    source: 'doc',
  },
  retention: {
    id: 'delete/retention',
    area: AREA,
    summary: 'A deleted certificate is gone after its retention of 7 to 90 days.',
    how: 'switchable',
    source: 'doc',
    reference: '`retentionDays`',
  },
  purgeProtection: {
    id: 'delete/purge-protection',
    area: AREA,
    summary: 'Under purge protection nothing is purged before its time.',
    how: 'switchable',
    source: 'doc',
    reference: '`purgeProtection`',
    refusal: {
      name: 'Forbidden',
      status: 403,
      message:
        'Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.\r\nVault: {vault}',
      wording: 'unverified',
    },
  },
} as const satisfies Record<string, Rule>;
