import type { Permission, ServiceFailure } from '@certctl/plugin-api';
import { ServiceError } from './service-error.js';

/** A permission of a plugin for a service in memory. */
export function permission(
  operation: string,
  effect: Permission['effect'],
  need: Permission['need'],
): Permission {
  return {
    operation,
    effect,
    need,
    on: ['deploy'],
    why: `${operation} is a move of the plugin`,
    without: 'the move is left out',
    grant: { allow: operation },
  };
}

/** Sorts what a service in memory throws. */
export function classify(error: unknown): ServiceFailure {
  if (!(error instanceof ServiceError))
    return {
      class: 'broken',
      code: 'Unknown',
      message: error instanceof Error ? error.message : 'not an error of the service',
    };
  return {
    class: error.failureClass,
    code: error.code,
    message: error.message,
    ...(error.permission ? { permission: true } : {}),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}
