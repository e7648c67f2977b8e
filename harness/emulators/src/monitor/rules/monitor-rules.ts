import type { Rule } from '../../server/rule.js';

const ACCESS = 'Access';
const ACTIVITY = 'Activity Log';
const QUERY = 'Logs query';
const LIST = 'https://learn.microsoft.com/rest/api/monitor/activity-logs/list';

/** Rules of the Activity Log and of the query API of a Log Analytics workspace. */
export const monitorRules = {
  token: {
    id: 'monitor/token',
    area: ACCESS,
    summary:
      'A token is known, has not expired, and is for the very API: https://management.azure.com or https://api.loganalytics.azure.com.',
    how: 'enforced',
    source: 'doc',
    reference: '`addPrincipal`; the wording of the query API is unverified',
    refusal: {
      name: 'InvalidAuthenticationToken',
      status: 401,
      message: 'The access token is missing, invalid, or obtained for the wrong audience or resource.',
      wording: 'unverified',
    },
  },
  activityPermission: {
    id: 'monitor/activity-permission',
    area: ACCESS,
    summary: 'Reading the Activity Log needs Microsoft.Insights/eventtypes/values/read.',
    how: 'switchable',
    source: 'doc',
    reference: '`allow`; https://learn.microsoft.com/azure/azure-monitor/roles-permissions-security',
    refusal: {
      name: 'AuthorizationFailed',
      status: 403,
      message:
        "The client '{client}' with object id '{object}' does not have authorization to perform action 'microsoft.insights/eventtypes/values/read' over scope '/subscriptions/{subscription}/providers/microsoft.insights/eventtypes/management' or the scope is invalid. If access was recently granted, please refresh your credentials.",
      wording: 'thread',
    },
  },
  queryPermission: {
    id: 'monitor/query-permission',
    area: ACCESS,
    summary:
      'A query needs Microsoft.OperationalInsights/workspaces/query/read, and the same of each table (query/NAME/read).',
    how: 'switchable',
    source: 'doc',
    reference:
      '`allow`; https://learn.microsoft.com/azure/azure-monitor/logs/manage-table-access; wording: https://github.com/Azure/azure-sdk-for-net/pull/37173',
    refusal: {
      name: 'InsufficientAccessError',
      status: 403,
      message: 'The provided credentials have insufficient access to perform the requested operation',
      wording: 'thread',
    },
  },
  rates: {
    id: 'monitor/rates',
    area: ACCESS,
    summary: 'Calls in thirty seconds of one principal; 429 with Retry-After.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`rates`: 200 queries are published; https://learn.microsoft.com/azure/azure-monitor/service-limits',
    refusal: { name: 'ThrottledError', status: 429, message: 'Too many requests.', wording: 'unverified' },
  },
  path: {
    id: 'monitor/path',
    area: ACCESS,
    summary: 'Any other path is not found.',
    how: 'enforced',
    source: 'unverified',
    refusal: {
      name: 'PathNotFoundError',
      status: 404,
      message: 'There is no {path}.',
      wording: 'unverified',
    },
  },
  version: {
    id: 'monitor/api-version',
    area: ACTIVITY,
    summary: 'api-version is 2015-04-01.',
    how: 'enforced',
    source: 'doc',
    reference: LIST,
    refusal: {
      name: 'InvalidApiVersionParameter',
      message: "The api-version '{version}' is invalid.",
      wording: 'unverified',
    },
  },
  filter: {
    id: 'monitor/filter',
    area: ACTIVITY,
    summary:
      'The filter has the documented form: eventTimestamp ge and le, then resourceUri eq, in quotes. The other forms are not emulated, and refused.',
    how: 'enforced',
    source: 'doc',
    reference: LIST,
    refusal: {
      name: 'BadRequest',
      message: 'The filter is not valid: {filter}',
      wording: 'unverified',
    },
  },
  history: {
    id: 'monitor/history',
    area: ACTIVITY,
    summary: 'Events of the last 90 days; an earlier start is refused.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log; the refusal is unverified',
    refusal: {
      name: 'BadRequest',
      message: 'The start time cannot be more than 90 days in the past.',
      wording: 'unverified',
    },
  },
  pages: {
    id: 'monitor/pages',
    area: ACTIVITY,
    summary: 'Events come in pages, newest first, with a `nextLink` that has the whole request in it.',
    how: 'switchable',
    source: 'doc',
    reference: '`pageSize`',
  },
  controlPlaneOnly: {
    id: 'monitor/control-plane-only',
    area: ACTIVITY,
    summary:
      'The Activity Log has what is done to resources, and nothing of the data plane: no import of a certificate is in it.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log; `addActivity` puts events there',
  },
  query: {
    id: 'monitor/query',
    area: QUERY,
    summary:
      'KQL as far as it is needed: a table; where with ==, =~, >=, <=, startswith, in; project with column_ifexists; order by; take. Everything else is refused, never ignored.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://learn.microsoft.com/azure/azure-monitor/logs/api/overview',
    refusal: {
      name: 'BadArgumentError',
      message: 'The request had some invalid properties',
      wording: 'thread',
      inner: 'SyntaxError',
    },
  },
  resolve: {
    id: 'monitor/resolve',
    area: QUERY,
    summary:
      'A table that no diagnostic setting has filled, or a column that no event had, does not exist: the code is SEM0100, two levels deep.',
    how: 'switchable',
    source: 'thread',
    reference: '`tables`; https://github.com/CDCgov/prime-reportstream/issues/11773',
    refusal: {
      name: 'BadArgumentError',
      message: 'The request had some invalid properties',
      wording: 'thread',
      inner: 'SEM0100',
    },
  },
  partial: {
    id: 'monitor/partial',
    area: QUERY,
    summary: 'A result may be cut: status 200, with rows and an `error` of code PartialError.',
    how: 'switchable',
    source: 'doc',
    reference: '`mostRows`; https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format',
  },
  lag: {
    id: 'monitor/lag',
    area: QUERY,
    summary: 'Events of either log can be read only some time after the call.',
    how: 'switchable',
    source: 'doc',
    reference: '`lag`; https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time',
  },
  auditEvents: {
    id: 'monitor/audit-events',
    area: QUERY,
    summary:
      'Every call that reached a vault is an event, reads too, under the names and columns of the documents: of AZKVAuditLogs, or of AzureDiagnostics.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`tables`; https://learn.microsoft.com/azure/key-vault/general/logging, https://learn.microsoft.com/azure/azure-monitor/reference/tables/azkvauditlogs',
  },
  correlation: {
    id: 'monitor/correlation',
    area: QUERY,
    summary:
      'CorrelationId is what the client had sent as x-ms-client-request-id, by the documents; others see x-ms-request-id in it.',
    how: 'switchable',
    source: 'unverified',
    reference: '`correlation`',
  },
} as const satisfies Record<string, Rule>;
