import type { Place } from '../acm/arn.js';
import { page } from '../acm/paging.js';
import type { Clock } from '../server/clock.js';
import { epochSeconds } from '../server/json-protocol.js';
import type { Members } from '../server/members.js';
import { refuse } from '../server/rule.js';
import type { CloudTrailEvent } from './event-of.js';
import { lookupRules } from './rules/lookup-rules.js';
import type { CloudTrailSettings } from './settings.js';

/** How long the event history goes back. */
const KEPT_MS = 90 * 86_400_000;

export interface LookupContext {
  readonly events: readonly CloudTrailEvent[];
  readonly settings: CloudTrailSettings;
  readonly clock: Clock;
  readonly place: Place;
}

type Matches = (event: CloudTrailEvent, value: string) => boolean;

const ATTRIBUTES: Readonly<Record<string, Matches>> = {
  AccessKeyId: ({ accessKeyId }, value) => accessKeyId === value,
  EventId: ({ eventId }, value) => eventId === value,
  EventName: ({ eventName }, value) => eventName === value,
  EventSource: ({ eventSource }, value) => eventSource === value,
  ReadOnly: ({ readOnly }, value) => String(readOnly) === value,
  Username: ({ userName }, value) => userName === value,
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export function lookupEvents(input: Members, { events, settings, clock, place }: LookupContext): object {
  const category = input.string('EventCategory');
  if (category !== undefined) refuse(lookupRules.category, { category });
  const attribute = attributeOf(input, settings);
  const now = clock.now();
  const from = Math.max(input.timestamp('StartTime') ?? 0, now - KEPT_MS);
  const to = input.timestamp('EndTime') ?? now;
  if ((input.timestamp('StartTime') ?? 0) > to) refuse(lookupRules.timeRange);
  const found = events
    .filter(
      (event) =>
        event.account === place.account &&
        event.region === place.region &&
        event.at >= from &&
        event.at <= to &&
        event.at + settings.lag <= now &&
        (attribute?.(event) ?? true),
    )
    .sort((one, other) => other.at - one.at);
  const size = input.has('MaxResults') ? sizeOf(input) : 50;
  const { items, next } = page(found, {
    listing: [
      place,
      input.structures('LookupAttributes'),
      input.timestamp('StartTime'),
      input.timestamp('EndTime'),
    ],
    token: input.string('NextToken'),
    size: Math.min(size, settings.pageSize),
    badToken: () => refuse(lookupRules.token),
  });
  return {
    Events: items.map((event) => shown(event, settings)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function attributeOf(
  input: Members,
  settings: CloudTrailSettings,
): ((event: CloudTrailEvent) => boolean) | undefined {
  const [attribute, ...others] = input.structures('LookupAttributes') ?? [];
  if (attribute === undefined) return undefined;
  if (others.length > 0) refuse(lookupRules.oneAttribute);
  attribute.required('AttributeKey');
  attribute.required('AttributeValue');
  const key = attribute.string('AttributeKey') ?? '';
  const value = attribute.string('AttributeValue', { min: 1, max: 2000 }) ?? '';
  if (key === 'ResourceName') {
    return ({ resource }) => settings.resources === 'named' && resource === value;
  }
  const matches = Object.hasOwn(ATTRIBUTES, key) ? ATTRIBUTES[key] : undefined;
  return matches ? (event) => matches(event, value) : refuse(lookupRules.attributeKey, { key });
}

function sizeOf(input: Members): number {
  const size = input.integer('MaxResults', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) ?? 0;
  return size >= 1 && size <= 50 ? size : refuse(lookupRules.mostResults);
}

function shown(event: CloudTrailEvent, settings: CloudTrailSettings): object {
  const { eventId, eventName, eventSource, readOnly, accessKeyId, at, userName, resource, record } = event;
  return {
    EventId: eventId,
    EventName: eventName,
    ReadOnly: String(readOnly),
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    EventTime: epochSeconds(at),
    EventSource: eventSource,
    Username: userName,
    Resources: settings.resources === 'named' && resource !== undefined ? [{ ResourceName: resource }] : [],
    CloudTrailEvent: JSON.stringify(record),
  };
}
