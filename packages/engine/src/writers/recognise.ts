import type { Write, WriteWindow } from '@certctl/plugin-api';
import type { RecognisedWrite } from './writers-report.js';

export interface RecogniseInput {
  readonly trail: string;
  readonly self: string | undefined;
  /** Deployments by the names of the requests that they sent. */
  readonly known: ReadonlyMap<string, string>;
}

/** Whose a write is. The request is exact; the principal is only as good as its keeping. */
export function recognise(write: Write, { trail, self, known }: RecogniseInput): RecognisedWrite {
  const deploymentId = write.requestId === undefined ? undefined : known.get(write.requestId.toLowerCase());
  if (deploymentId !== undefined) return { ...write, trail, writer: 'this', by: 'request', deploymentId };
  if (self !== undefined && write.principal.toLowerCase() === self.toLowerCase()) {
    return { ...write, trail, writer: 'ours', by: 'principal' };
  }
  return { ...write, trail, writer: 'other' };
}

/** Those within the window, newest first; what two records show of one event counts once. */
export function inOrder(
  writes: readonly RecognisedWrite[],
  { since, until }: WriteWindow,
): readonly RecognisedWrite[] {
  const once = new Map<string, RecognisedWrite>();
  for (const write of writes) {
    if (write.at < since || write.at > until) continue;
    const { eventId, requestId, operation, principal, at } = write;
    const key = eventId ?? [requestId ?? '', operation, principal, at].join('\n');
    if (!once.has(key)) once.set(key, write);
  }
  return [...once.values()].sort((one, other) => other.at - one.at);
}
