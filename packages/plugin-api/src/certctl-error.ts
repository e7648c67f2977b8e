import { ERROR_BRAND } from './api-version.js';
import { ERROR_CODES, type ErrorCode } from './error-codes.js';
import { redact, redactFailure } from './redact.js';
import type { FailureClass, ServiceFailure } from './service-failure.js';

export interface CertctlErrorOptions {
  /** What to do next; the registry's remedy when left out. */
  readonly remedy?: string;
  readonly retryable?: boolean;
  /** Name or id of the target that it happened to. */
  readonly target?: string;
  /** The operation that failed, for `service_*`. */
  readonly operation?: string;
  readonly failure?: ServiceFailure;
  readonly cause?: unknown;
}

/**
 * The only error that certctl throws or returns. The message says what happened to what, the remedy what
 * to do next; both are redacted here, because either may quote a service.
 */
export class CertctlError extends Error {
  readonly [ERROR_BRAND] = true;
  override readonly name = 'CertctlError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly target: string | undefined;
  readonly operation: string | undefined;
  readonly failure: ServiceFailure | undefined;

  constructor(code: ErrorCode, message: string, options: CertctlErrorOptions = {}) {
    super(
      redact(message),
      options.cause === undefined ? undefined : { cause: withoutSecrets(options.cause) },
    );
    this.code = code;
    this.remedy = redact(options.remedy ?? ERROR_CODES[code].remedy);
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable;
    this.target = options.target;
    this.operation = options.operation;
    this.failure = options.failure && redactFailure(options.failure);
  }

  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      remedy: this.remedy,
      retryable: this.retryable,
      ...(this.target === undefined ? {} : { target: this.target }),
      ...(this.operation === undefined ? {} : { operation: this.operation }),
      ...(this.failure === undefined ? {} : { failure: this.failure }),
    };
  }
}

/**
 * A cause as it may be kept. An SDK's error can hold the request, and the request holds the key, so only
 * the name and the redacted message of a foreign error go on.
 */
function withoutSecrets(cause: unknown): Error {
  if (isCertctlError(cause)) return cause;
  const safe = new Error(redact(cause instanceof Error ? cause.message : String(cause)));
  if (cause instanceof Error) safe.name = cause.name;
  delete safe.stack;
  return safe;
}

export function isCertctlError(value: unknown): value is CertctlError {
  return typeof value === 'object' && value !== null && ERROR_BRAND in value;
}

/** An error of a call that the service, or the way to it, failed. */
export type FailedCall = CertctlError & { readonly failure: ServiceFailure };

/** True for an error of `call.attempt` whose failure is of one of the classes. */
export function isFailure(value: unknown, ...classes: readonly FailureClass[]): value is FailedCall {
  return isCertctlError(value) && value.failure !== undefined && classes.includes(value.failure.class);
}

/** True when a call was refused for want of a permission, and for nothing else. */
export function isPermissionMissing(value: unknown): value is FailedCall {
  return isFailure(value, 'refused') && value.failure.permission === true;
}
