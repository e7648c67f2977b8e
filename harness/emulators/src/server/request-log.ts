/** One request, without its body: bodies carry private keys. */
export interface LoggedRequest {
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  /** ARN of who signed it; undefined when that could not be told. */
  readonly principal: string | undefined;
  /** Certificate that the request names, if it names one. */
  readonly resource: string | undefined;
  /** HTTP status; undefined when no answer was sent. */
  readonly status: number | undefined;
  readonly error: string | undefined;
  /** Entry of the rule catalogue that refused it. */
  readonly rule: string | undefined;
  /** Kinds of the faults that were used on it. */
  readonly faults: readonly string[];
}

/** An emulator that runs for days must not keep every request. */
const MOST_KEPT = 10_000;

export class RequestLog {
  private readonly entries: LoggedRequest[] = [];

  constructor(private readonly onEntry: (entry: LoggedRequest) => void = () => {}) {}

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
    if (this.entries.length > MOST_KEPT) this.entries.shift();
    this.onEntry(entry);
  }

  /** All that are kept, oldest first. */
  all(): readonly LoggedRequest[] {
    return [...this.entries];
  }

  /** Those of one operation, oldest first. */
  of(operation: string): readonly LoggedRequest[] {
    return this.entries.filter((entry) => entry.operation === operation);
  }

  clear(): void {
    this.entries.length = 0;
  }
}
