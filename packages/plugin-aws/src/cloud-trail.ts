import type { Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { Call, WriteWindow } from '@certctl/plugin-api';
import { type EventRecord, recordOf } from './cloud-trail-event.js';
import { LOOKUP_EVENTS } from './cloud-trail-permission.js';
import type { AwsAccess } from './open-aws.js';
import type { Session } from './session.js';
import { withoutIdleMiddleware } from './without-idle-middleware.js';

/** An event, and the record that it holds as text. */
export interface FoundEvent {
  readonly event: Event;
  readonly record: EventRecord;
}

/** The event history of the account and region of a connection. */
export interface CloudTrail {
  readonly session: Session;
  readonly region: string;
  /** Pages of the events of one name, newest first. */
  events(eventName: string, window: WriteWindow, call: Call): AsyncIterable<readonly FoundEvent[]>;
  close(): void;
}

/** As many as a page can have. */
const PAGE = 50;

/** Loads the SDK when the history is first read: a deploy does without it. */
export function openCloudTrail(access: AwsAccess, region: string, endpoint: string | undefined): CloudTrail {
  let opened: ReturnType<typeof open> | undefined;
  const open = async () => {
    const sdk = await import('@aws-sdk/client-cloudtrail');
    return { sdk, client: withoutIdleMiddleware(new sdk.CloudTrailClient(access.clientConfig(endpoint))) };
  };
  return {
    session: access.session,
    region,
    async *events(eventName, { since, until }, call) {
      opened ??= open();
      const { sdk, client } = await opened;
      const input: LookupEventsCommandInput = {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
        StartTime: new Date(since),
        EndTime: new Date(until),
        MaxResults: PAGE,
      };
      let next: string | undefined;
      do {
        const token = next;
        await access.session.ready(call);
        const page = await call.attempt(LOOKUP_EVENTS, async (abortSignal) => {
          const at = token === undefined ? {} : { NextToken: token };
          const answer = await client.send(new sdk.LookupEventsCommand({ ...input, ...at }), { abortSignal });
          // In here, so that an event that cannot be read is no usable answer, and not one event less.
          const found = (answer.Events ?? []).map((event) => ({ event, record: recordOf(event) }));
          return { found, next: answer.NextToken };
        });
        yield page.found;
        next = page.next || undefined;
      } while (next !== undefined);
    },
    close() {
      void opened?.then(({ client }) => client.destroy());
    },
  };
}
