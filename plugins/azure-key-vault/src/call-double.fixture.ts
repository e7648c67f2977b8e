import { type Call, CertctlError, type Clock, type FailureClass, type Logger } from '@certctl/plugin-api';
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

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A call as the engine makes it, without repetition: one attempt is one request. */
export class CallDouble implements Call {
  /** Operations in the order in which they were sent, without the vaults' namespace. */
  readonly operations: string[] = [];
  readonly waits: number[] = [];
  readonly warnings: string[] = [];
  readonly deadline = Number.MAX_SAFE_INTEGER;
  readonly signal: AbortSignal;
  readonly logger: Logger = { ...silent, warn: (message) => void this.warnings.push(message) };
  readonly #onWait: (ms: number) => void;

  constructor(onWait: (ms: number) => void = () => {}, signal = new AbortController().signal) {
    this.#onWait = onWait;
    this.signal = signal;
  }

  async attempt<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (!permissions.some((permission) => permission.operation === operation)) {
      throw new CertctlError('call_undeclared', `${operation} is not declared.`);
    }
    this.operations.push(operation.replace('Microsoft.KeyVault/vaults/', ''));
    try {
      return await send(this.signal);
    } catch (error) {
      const failure = classify(error);
      throw new CertctlError(CODE_OF[failure.class], failure.message, { operation, failure, cause: error });
    }
  }

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#onWait(ms);
  }
}

/** Real time, which the emulator lives in too. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: async () => {},
  timeout: () => ({ signal: new AbortController().signal, cancel() {} }),
};

export const TOKEN = 'token-for-tests';

export const services = {
  logger: silent,
  clock,
  http: { connectTimeoutMs: 2_000, maxSockets: 16, allowEndpoints: true },
  commands: { run: () => Promise.reject(new Error('no command is listed')), names: () => [] },
  credentials: {
    get: (): unknown => ({
      getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
    }),
  },
};
