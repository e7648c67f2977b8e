import type { WireRequest } from './wire.js';

/** Where a request came from, and what its sender said of it. */
export interface RequestOrigin {
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  /** With the query, as it was asked for. */
  readonly uri: string;
  /** What its sender named it, where the protocol has that. */
  readonly clientRequestId: string | undefined;
}

export function originOf({ sourceAddress, headers, path, query }: WireRequest): RequestOrigin {
  const search = new URLSearchParams(query).toString();
  return {
    sourceAddress,
    userAgent: headers['user-agent'],
    uri: `${path}${search === '' ? '' : `?${search}`}`,
    clientRequestId: headers['x-ms-client-request-id'],
  };
}

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
  /** What the request itself names, where `resource` may be what it made. */
  readonly named?: string | undefined;
  readonly origin?: RequestOrigin;
  /** False when a fault ended it before the service had it, so that no audit trail of the service tells of it. */
  readonly reached?: boolean;
  /** Application of the principal, where it has one beside its own id. */
  readonly application?: string | undefined;
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
