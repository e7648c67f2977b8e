import type { XmlValue } from '../server/query-protocol.js';
import { ReadDelay } from '../server/read-delay.js';

export const PROTOCOLS = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP'] as const;

export type Protocol = (typeof PROTOCOLS)[number];

/** What a listener is at one time. */
export interface ListenerVersion {
  readonly port: number;
  readonly protocol: Protocol;
  readonly sslPolicy: string | undefined;
  /** ARN; HTTPS and TLS listeners have one. */
  readonly defaultCertificate: string | undefined;
  /** ARNs of the certificate list, in the order in which they were added; the default may be among them. */
  readonly certificates: readonly string[];
  /** As they were given. */
  readonly defaultActions: XmlValue;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** ARN of who made it so. */
  readonly principal: string;
}

/** Whether it ends TLS, and so has certificates. */
export function isSecure(protocol: Protocol): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

/** One listener with all that it ever was. */
export class Listener {
  private readonly versions: ListenerVersion[] = [];
  private readonly readDelay = new ReadDelay();

  constructor(
    readonly arn: string,
    readonly loadBalancerArn: string,
    private readonly first: ListenerVersion,
  ) {
    this.versions.push(first);
  }

  get current(): ListenerVersion {
    return this.versions.at(-1) ?? this.first;
  }

  get previous(): ListenerVersion | undefined {
    return this.versions.at(-2);
  }

  /** Oldest first. */
  get history(): readonly ListenerVersion[] {
    return this.versions;
  }

  put(version: ListenerVersion): void {
    this.versions.push(version);
  }

  delayReads(reads: number, until: number): void {
    this.readDelay.begin(reads, until);
  }

  /** What a read sees now; a late read is used up by looking. undefined: not even the listener itself. */
  visible(now: number): ListenerVersion | undefined {
    return this.readDelay.take(now) ? this.previous : this.current;
  }

  /** What handshakes are answered from while changes take this many milliseconds; a new listener serves at once. */
  inForce(now: number, propagation: number): ListenerVersion {
    return this.versions.findLast(({ changedAt }) => changedAt <= now - propagation) ?? this.first;
  }
}
