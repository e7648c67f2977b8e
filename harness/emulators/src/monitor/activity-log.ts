import { randomUUID } from 'node:crypto';
import { page } from '../acm/paging.js';
import { refuse } from '../server/rule.js';
import type { WireRequest } from '../server/wire.js';
import { monitorRules } from './rules/monitor-rules.js';
import type { ActivityOption, MonitorSettings } from './settings.js';

const KEPT_MS = 90 * 86_400_000;
const TIME = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)`;
/** Of the documented patterns, the one for a resource. */
const FILTER = new RegExp(
  `^eventTimestamp ge '${TIME}' and eventTimestamp le '${TIME}' and resourceUri eq '([^']+)'$`,
);

interface Activity {
  readonly at: number;
  readonly subscription: string;
  readonly resourceId: string;
  readonly event: object;
}

/** What was done to resources, of every subscription. */
export class ActivityLog {
  private readonly activities: Activity[] = [];

  /** Each operation has a record of its start beside that of its end, under one correlation id. */
  add(option: ActivityOption, now: number): void {
    const subscription = option.resourceId.split('/')[2] ?? '';
    const correlationId = randomUUID();
    const record = (status: string) => ({
      at: now,
      subscription,
      resourceId: option.resourceId,
      event: eventOf(option, status, correlationId, now),
    });
    this.activities.push(record('Started'), record(option.status ?? 'Succeeded'));
  }

  clear(): void {
    this.activities.length = 0;
  }

  /** https://learn.microsoft.com/rest/api/monitor/activity-logs/list */
  list(
    { query }: WireRequest,
    where: { readonly subscription: string; readonly url: string; readonly now: number },
    { lag, pageSize }: MonitorSettings,
  ): object {
    const { subscription, url, now } = where;
    const version = query['api-version'] ?? '';
    if (version !== '2015-04-01') refuse(monitorRules.version, { version });
    const filter = query.$filter ?? '';
    const [, since = '', until = '', resource = ''] =
      FILTER.exec(filter) ?? refuse(monitorRules.filter, { filter });
    const [from, to] = [Date.parse(since), Date.parse(until)];
    // A start that was ninety days ago when it was written is let through.
    if (from < now - KEPT_MS - 60_000) refuse(monitorRules.history);
    const found = this.activities
      .filter(
        (each) =>
          each.subscription.toLowerCase() === subscription.toLowerCase() &&
          each.resourceId.toLowerCase() === resource.toLowerCase() &&
          each.at >= from &&
          each.at <= to &&
          each.at + lag <= now,
      )
      .toReversed();
    const { items, next } = page(found, {
      listing: [subscription, filter],
      token: query.$skipToken || undefined,
      size: pageSize,
      badToken: () => refuse(monitorRules.filter, { filter: '$skipToken' }),
    });
    const parameters = new URLSearchParams({
      'api-version': version,
      $filter: filter,
      $skipToken: next ?? '',
    });
    const path = `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
    return {
      value: items.map(({ event }) => event),
      ...(next === undefined ? {} : { nextLink: `${url}${path}?${parameters}` }),
    };
  }
}

function eventOf(option: ActivityOption, status: string, correlationId: string, now: number): object {
  const { operation, resourceId, caller, objectId, clientId } = option;
  return {
    authorization: { action: operation, scope: resourceId },
    caller,
    claims: {
      ...(objectId === undefined
        ? {}
        : { 'http://schemas.microsoft.com/identity/claims/objectidentifier': objectId }),
      ...(clientId === undefined ? {} : { appid: clientId }),
    },
    correlationId,
    eventDataId: randomUUID(),
    eventTimestamp: new Date(now).toISOString(),
    category: { value: 'Administrative', localizedValue: 'Administrative' },
    httpRequest: { clientRequestId: correlationId, clientIpAddress: '203.0.113.9', method: 'PUT' },
    operationName: { value: operation, localizedValue: operation },
    resourceId,
    status: { value: status, localizedValue: status },
    subStatus: { value: status === 'Failed' ? 'Forbidden' : '', localizedValue: '' },
  };
}
