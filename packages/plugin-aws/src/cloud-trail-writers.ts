import type { Call, Trail, Writers } from '@certctl/plugin-api';
import type { CloudTrail } from './cloud-trail.js';
import { type EventRecord, writeOf } from './cloud-trail-event.js';
import { API, LOOKUP_EVENTS } from './cloud-trail-permission.js';
import { principalOf } from './principal-of.js';

const MINUTE_MS = 60_000;

export interface CloudTrailWritersInput {
  /** As events name the service: `acm.amazonaws.com`. */
  readonly eventSource: string;
  /** Operations that write to the resource, and what each of them touches. */
  readonly operations: Readonly<Record<string, string>>;
  /** Whether an event of one of the operations is about the resource. */
  matches(record: EventRecord): boolean;
  /** What is looked for, in words: `the certificate`. */
  readonly what: string;
  /** Why nothing can be looked for yet. */
  readonly lacks?: string;
}

/**
 * Who wrote to a resource, by the event history of CloudTrail: it is there in every account without a trail, for 90
 * days, and has the events of one region.
 *
 * A lookup takes one attribute. Names of resources are not set in the events of every service, and all events of a
 * service are reads for the most part, at two pages a second: so each operation that writes is looked up by its name,
 * and what is about another resource, or of another service's operation of that name, is left out here.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function cloudTrailWriters(trail: CloudTrail, input: CloudTrailWritersInput): Writers {
  const { eventSource, operations, what, lacks } = input;
  const names = Object.keys(operations);
  const history: Trail = {
    title: `CloudTrail event history of ${trail.region}`,
    covers: 'content',
    shows: `Who called ${names.join(', ')} on ${what}, refused calls too.`,
    misses: `Calls of any other operation, and what AWS does without a call.`,
    // "Within an average of about 5 minutes", which is not guaranteed; 15 is what AWS said of it before:
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
    lagMs: 15 * MINUTE_MS,
    keptMs: 90 * 24 * 60 * MINUTE_MS,
    source: API,
    operation: LOOKUP_EVENTS,
    ...(lacks === undefined ? {} : { lacks }),
    async *read(window, call: Call) {
      for (const [name, change] of Object.entries(operations)) {
        for await (const page of trail.events(name, window, call)) {
          for (const { event, record } of page) {
            if (record.eventSource === eventSource && input.matches(record)) {
              yield writeOf(event, record, change);
            }
          }
        }
      }
    },
  };
  return {
    self: async (call) => {
      const { arn } = await trail.session.identity(call);
      return arn === undefined ? undefined : principalOf(arn).principal;
    },
    trails: [history],
  };
}
