import { type Call, type Clock, type EpochMs, isFailure, isPermissionMissing } from '@certctl/plugin-api';
import { type ElbApi, isSecure, type ListenerState } from './elb-api.js';
import type { ListenerArn } from './listener-arn.js';

/**
 * What every account may have in the lists of one load balancer, defaults not counted; it can be raised.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 */
export const USUAL_MOST = 25;

const LIMIT = {
  application: 'certificates-per-application-load-balancer',
  network: 'certificates-per-network-load-balancer',
} as const satisfies Record<ListenerArn['type'], string>;

/** How long the lists of other listeners are remembered: a way back looks at its own listener again and again. */
const REMEMBERED_MS = 60_000;

/** How many certificates the listeners of a load balancer have beside their defaults, and may have. */
export interface Room {
  readonly has: number;
  readonly most: number;
  /** Optional operations that were refused. */
  readonly degraded: readonly string[];
}

/** Counts the certificates of load balancers. */
export class CertificateRoom {
  readonly #api: ElbApi;
  readonly #clock: Pick<Clock, 'now'>;
  /** By listener: what the others of its load balancer have. */
  readonly #others = new Map<string, { readonly count: number; readonly at: EpochMs }>();

  constructor(api: ElbApi, clock: Pick<Clock, 'now'>) {
    this.#api = api;
    this.#clock = clock;
  }

  async of(
    { loadBalancer, type }: ListenerArn,
    own: ListenerState,
    listed: readonly string[],
    call: Call,
  ): Promise<Room> {
    const has = extra(own, listed) + (await this.#ofOthers(loadBalancer, own.arn, call));
    if (has < USUAL_MOST) return { has, most: USUAL_MOST, degraded: [] };
    try {
      const limits = await this.#api.limits(call);
      return { has, most: limits.get(LIMIT[type]) ?? USUAL_MOST, degraded: [] };
    } catch (error) {
      if (!isPermissionMissing(error)) throw error;
      return { has, most: USUAL_MOST, degraded: [error.operation ?? ''] };
    }
  }

  async #ofOthers(loadBalancer: string, own: string, call: Call): Promise<number> {
    const known = this.#others.get(own);
    if (known && this.#clock.now() - known.at < REMEMBERED_MS) return known.count;
    const listeners = await this.#api.listenersOf(loadBalancer, call);
    let count = 0;
    for (const listener of listeners) {
      if (listener.arn === own || !isSecure(listener)) continue;
      count += extra(listener, await this.#listed(listener.arn, call));
    }
    this.#others.set(own, { count, at: this.#clock.now() });
    return count;
  }

  async #listed(arn: string, call: Call): Promise<readonly string[]> {
    try {
      return await this.#api.listed(arn, call);
    } catch (error) {
      // Deleted since the listeners were listed.
      if (isFailure(error, 'absent')) return [];
      throw error;
    }
  }
}

/** A default that is in the list, too, does not count. */
function extra({ defaultCertificate }: ListenerState, listed: readonly string[]): number {
  return listed.filter((arn) => arn !== defaultCertificate).length;
}
