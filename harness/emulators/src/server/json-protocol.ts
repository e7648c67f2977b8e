import type { ServiceError } from './service-error.js';
import type { WireAnswer } from './wire.js';

/** AWS JSON 1.1: the answer's body is the output, an operation without output answers an empty body. */
export function jsonAnswer(output: object | undefined, requestId: string): WireAnswer {
  return {
    status: 200,
    headers: jsonHeaders(requestId),
    body: output === undefined ? '' : JSON.stringify(output),
  };
}

/**
 * AWS JSON 1.1: `{"__type","message"}`. The modelled AccessDeniedException of ACM spells its member
 * `Message`; clients read either, so both are sent for it.
 */
export function jsonErrorAnswer(error: ServiceError, requestId: string): WireAnswer {
  return {
    status: error.status,
    headers: jsonHeaders(requestId),
    body: JSON.stringify({
      __type: error.name,
      message: error.message,
      ...(error.name === 'AccessDeniedException' ? { Message: error.message } : {}),
    }),
  };
}

function jsonHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId };
}

/** Timestamps of JSON 1.1 are epoch seconds. */
export function epochSeconds(epochMs: number): number {
  return epochMs / 1000;
}
