import type { Event } from '@aws-sdk/client-cloudtrail';
import type { Write } from '@certctl/plugin-api';
import { answered } from './answered.js';
import { type PrincipalParts, principalOf } from './principal-of.js';

/**
 * What is read of the record of an event. Its parameters hold the request, an import's key as a placeholder, and
 * nothing but names of resources is taken from them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface EventRecord {
  readonly eventName?: unknown;
  readonly eventSource?: unknown;
  readonly requestID?: unknown;
  readonly eventID?: unknown;
  readonly sourceIPAddress?: unknown;
  readonly userAgent?: unknown;
  readonly errorCode?: unknown;
  readonly userIdentity?: {
    readonly arn?: unknown;
    readonly invokedBy?: unknown;
    readonly principalId?: unknown;
    readonly accountId?: unknown;
  };
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
  readonly resources?: readonly { readonly ARN?: unknown }[];
}

/** The record in an event. @throws Error `AnswerIncomplete` for an event that holds none */
export function recordOf({ CloudTrailEvent }: Event): EventRecord {
  const record: unknown = parsed(answered(CloudTrailEvent, 'CloudTrailEvent'));
  // Every property is read as unknown or checked before use, so the shape is a wish and not a claim.
  return answered(typeof record === 'object' ? (record as EventRecord) : undefined, 'record of the event');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words of a record that is broken: the service may have done it before it broke. */
const MAYBE_DONE = /^(?:Internal|ServiceUnavailable|Server\.)/;

/** The write that an event tells of. */
export function writeOf(event: Event, record: EventRecord, change: string): Write {
  const errorCode = text(record.errorCode);
  const [requestId, eventId] = [text(record.requestID), text(record.eventID) ?? event.EventId];
  const [sourceAddress, userAgent] = [text(record.sourceIPAddress), text(record.userAgent)];
  return {
    at: answered(event.EventTime, 'EventTime').getTime(),
    ...whoIn(record),
    operation: text(record.eventName) ?? answered(event.EventName, 'EventName'),
    ...(requestId === undefined ? {} : { requestId }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    ...(userAgent === undefined ? {} : { userAgent }),
    outcome: errorCode === undefined || MAYBE_DONE.test(errorCode) ? 'ok' : 'refused',
    ...(errorCode === undefined ? {} : { errorCode }),
    change,
  };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function whoIn({ userIdentity }: EventRecord): PrincipalParts {
  const { arn, invokedBy, principalId, accountId } = userIdentity ?? {};
  const known = text(arn);
  if (known !== undefined) return principalOf(known);
  // A service of AWS has no ARN, and an identity of another account may have none.
  const other = text(invokedBy) ?? [text(accountId), text(principalId)].filter(Boolean).join(':');
  return { principal: other === '' ? 'not told by CloudTrail' : other };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
