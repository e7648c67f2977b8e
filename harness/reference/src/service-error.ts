import type { FailureClass } from '@certctl/plugin-api';

/** What the service in memory throws; a real one's SDK has an error of its own in this place. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly failureClass: FailureClass,
    readonly code: string,
    message: string,
    readonly permission = false,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}
