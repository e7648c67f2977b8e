import type { JsonObject, Permission } from '@certctl/plugin-api';
import { OPERATION } from './operations.js';

function allow(dataAction: string): JsonObject {
  return { dataActions: [dataAction] };
}

/** Tables that the audit events of a vault may be in, each with a permission of its own. */
export const AUDIT_TABLES = ['AZKVAuditLogs', 'AzureDiagnostics'] as const;

/** Everything that the plugin may call. The role is made of this list, in its order. */
export const permissions: readonly Permission[] = [
  {
    operation: OPERATION.import,
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Imports a renewed certificate as a new version, and the previous one when it has to come back.',
    grant: allow(OPERATION.import),
  },
  {
    operation: OPERATION.read,
    effect: 'read',
    need: 'required',
    on: ['inspect', 'deploy', 'roll back', 'discover'],
    why: 'Reads certificate, tags, policy and state of a version, before the import to know what would be lost, after it to prove what is held; looks for a deleted one of the name; lists the vault for a discovery. It never gives a private key.',
    grant: allow(OPERATION.read),
  },
  {
    operation: OPERATION.listVersions,
    effect: 'read',
    need: 'required',
    on: ['inspect', 'roll back'],
    why: 'Where the latest version is disabled, tells which one was in service before it.',
    grant: allow(OPERATION.listVersions),
  },
  {
    operation: OPERATION.getSecret,
    effect: 'read',
    need: 'optional',
    on: ['inspect', 'deploy', 'roll back'],
    why: 'Reads private key and chain of the certificate that is about to be replaced, so that it can come back.',
    without:
      'A certificate that certctl did not import itself cannot be put back unless its key is given, because only the vault has it.',
    grant: allow(OPERATION.getSecret),
  },
  {
    operation: OPERATION.update,
    effect: 'write',
    need: 'optional',
    on: ['roll back'],
    why: 'Disables the version that a deploy had imported and that a rollback has replaced.',
    without:
      'After a rollback the bad version stays enabled under the good one; a first import that could not be proven stays in service.',
    grant: allow(OPERATION.update),
  },
  {
    operation: OPERATION.recover,
    effect: 'write',
    need: 'optional',
    on: ['deploy'],
    why: 'Recovers a deleted name, when a deploy was told to undelete it.',
    without: 'A deleted name has to be recovered by hand before it can be deployed to.',
    grant: allow(OPERATION.recover),
  },
  {
    operation: OPERATION.delete,
    effect: 'write',
    need: 'optional',
    on: ['roll back'],
    why: 'Deletes a name again, recoverably, when the deploy that had recovered it failed.',
    without: 'A name that was recovered for a deploy that failed stays recovered.',
    grant: allow(OPERATION.delete),
  },
  {
    operation: OPERATION.token,
    effect: 'read',
    need: 'required',
    on: ['inspect', 'deploy', 'roll back', 'discover', 'audit'],
    why: 'Asks Microsoft Entra ID, or the machine, for a token of the identity. No role has to grant it.',
  },
  {
    operation: OPERATION.activityLog,
    effect: 'read',
    need: 'optional',
    on: ['audit'],
    why: 'Reads who changed the settings of the vault, for `certctl writers`. Granted at the subscription. No deploy needs it.',
    without: 'It cannot be told from here who changed access to the vault, or deleted it.',
    grant: { actions: [OPERATION.activityLog] },
  },
  {
    operation: OPERATION.queryLogs,
    effect: 'read',
    need: 'optional',
    on: ['audit'],
    why: 'Reads who wrote certificates, for `certctl writers`. Granted at the workspace, with its tables. No deploy needs it.',
    without: 'It cannot be told from here whether somebody else writes.',
    grant: {
      actions: [
        OPERATION.queryLogs,
        ...AUDIT_TABLES.map((table) => `Microsoft.OperationalInsights/workspaces/query/${table}/read`),
      ],
    },
  },
];
