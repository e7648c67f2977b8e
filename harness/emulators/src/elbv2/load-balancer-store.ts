import type { Place } from '../acm/arn.js';
import type { Listener } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';

/** All load balancers of all accounts and regions, in the order of their creation. */
export class LoadBalancerStore {
  private readonly byArn = new Map<string, LoadBalancer>();

  get(arn: string): LoadBalancer | undefined {
    return this.byArn.get(arn);
  }

  add(loadBalancer: LoadBalancer): void {
    this.byArn.set(loadBalancer.facts.arn, loadBalancer);
  }

  delete(arn: string): void {
    this.byArn.delete(arn);
  }

  all(): LoadBalancer[] {
    return [...this.byArn.values()];
  }

  in({ account, region }: Place): LoadBalancer[] {
    return this.all().filter(({ facts }) => facts.place.account === account && facts.place.region === region);
  }

  /** A listener and the load balancer that it belongs to. */
  listener(arn: string): FoundListener | undefined {
    for (const loadBalancer of this.byArn.values()) {
      const listener = loadBalancer.listener(arn);
      if (listener !== undefined) return { listener, loadBalancer };
    }
    return undefined;
  }

  clear(): void {
    this.byArn.clear();
  }
}

export interface FoundListener {
  readonly listener: Listener;
  readonly loadBalancer: LoadBalancer;
}
