import {
  type Call,
  CertctlError,
  type Clock,
  type FailureClass,
  type Logger,
  type Plugin,
  type PluginServices,
} from '@certctl/plugin-api';

const CODE_OF = {
  throttled: 'service_throttled',
  refused: 'service_refused',
  absent: 'service_absent',
  conflict: 'service_conflict',
  uncertain: 'service_uncertain',
  broken: 'service_broken',
} as const satisfies Record<FailureClass, string>;

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A call of a plugin as the engine makes it, without repetition: one attempt is one request. */
export class CallDouble implements Call {
  /** Operations in the order in which they were sent. */
  readonly operations: string[] = [];
  readonly signal: Call['signal'] = new AbortController().signal;
  readonly deadline = Number.MAX_SAFE_INTEGER;
  readonly logger = silent;

  constructor(private readonly plugin: Pick<Plugin, 'permissions' | 'classify'>) {}

  async attempt<T>(operation: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (!this.plugin.permissions.some((permission) => permission.operation === operation)) {
      throw new CertctlError('call_undeclared', `${operation} is not declared.`);
    }
    this.operations.push(operation);
    try {
      return await send(this.signal);
    } catch (error) {
      const failure = this.plugin.classify(error);
      throw new CertctlError(CODE_OF[failure.class], failure.message, { operation, failure, cause: error });
    }
  }

  async wait(): Promise<void> {}
}

/** Real time, which emulators live in too. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: async () => {},
  timeout: () => ({ signal: new AbortController().signal, cancel() {} }),
};

/** What a host gives a plugin, with credentials of AWS's kind. */
export const serviceDoubles: PluginServices = {
  logger: silent,
  clock,
  http: { connectTimeoutMs: 2_000, maxSockets: 16, allowEndpoints: true },
  commands: { run: () => Promise.reject(new Error('no command is listed')), names: () => [] },
  credentials: { get: () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret-for-tests' }) },
};
