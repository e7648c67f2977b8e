import { type Call, CertctlError, type FailureClass, type Logger } from '@certctl/plugin-api';
import { classify } from './classify.js';
import { permissions } from './permissions.js';

const CODE_OF = {
  throttled: 'service_throttled',
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  uncertain: 'service_uncertain',
  broken: 'service_broken',
} as const satisfies Record<FailureClass, string>;

/** A call as the engine makes it, without repetition: what breaks a write is uncertain. */
export class CallDouble implements Call {
  readonly operations: string[] = [];
  readonly warnings: string[] = [];
  readonly deadline = Number.MAX_SAFE_INTEGER;
  readonly logger: Logger = {
    debug() {},
    info() {},
    warn: (message) => this.warnings.push(message),
    error() {},
  };

  constructor(readonly signal = new AbortController().signal) {}

  async attempt<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const permission = permissions.find((declared) => declared.operation === operation);
    if (!permission) throw new CertctlError('call_undeclared', `${operation} is not declared.`);
    this.operations.push(operation);
    try {
      return await send(this.signal);
    } catch (error) {
      const failure = classify(error);
      const lost = permission.effect === 'write' && failure.class === 'broken';
      const sorted = lost ? { ...failure, class: 'uncertain' as const } : failure;
      throw new CertctlError(CODE_OF[sorted.class], `${operation}: ${sorted.code}: ${sorted.message}`, {
        operation,
        failure: sorted,
        cause: error,
      });
    }
  }

  async wait(): Promise<void> {}
}
