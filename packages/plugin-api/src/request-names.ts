/** Shared by all copies of this module: host and plugin may each have their own. */
const NAMES = Symbol.for('certctl.request-names');

/** What a request is called in the service's own records. */
export interface RequestNames {
  /** As the service answered with it. */
  readonly requestId?: string;
  /** As the client had chosen it: known also of a request whose answer was lost. */
  readonly clientRequestId?: string;
}

/**
 * Has the signal of an attempt say what its request is called: before it is sent, and again when it was answered.
 * Of several requests in one attempt, such as one that a challenge answers, the last is said.
 */
export function withRequestNames(signal: AbortSignal, names: RequestNames): void {
  Object.assign(signal, { [NAMES]: names });
}

/** What the last request of an attempt was called, as far as whoever sent it has said. */
export function requestNamesOf(signal: AbortSignal): RequestNames {
  const names: unknown = Reflect.get(signal, NAMES);
  return typeof names === 'object' && names !== null ? names : {};
}
