import { randomUUID } from 'node:crypto';

const RUN_ID = /^conformance-[0-9a-f]{8}$/;

/** Names a run, and all that it makes outside of its process: `conformance-` and eight hexadecimal digits. */
export function newRunId(): string {
  return `conformance-${randomUUID().slice(0, 8)}`;
}

/** Whether a text names a run, so that what carries it was made by one. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}
