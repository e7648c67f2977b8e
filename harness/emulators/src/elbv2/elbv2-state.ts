import type { Listener, Protocol } from './listener.js';
import type { LoadBalancer } from './load-balancer.js';
import type { LoadBalancerStore } from './load-balancer-store.js';
import type { LoadBalancerType } from './resource-arn.js';

/** What a listener was made by one change. */
export interface ObservedListenerChange {
  /** Epoch milliseconds. */
  readonly changedAt: number;
  readonly principal: string;
  readonly defaultCertificate: string | undefined;
  readonly certificates: readonly string[];
}

/** A listener as the store holds it, past late reads, propagation and faults. */
export interface ObservedListener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly sslPolicy: string | undefined;
  /** ARN. */
  readonly defaultCertificate: string | undefined;
  /** ARNs of the certificate list. */
  readonly certificates: readonly string[];
  /** Oldest first; the first is its creation. */
  readonly changes: readonly ObservedListenerChange[];
}

export interface ObservedLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: LoadBalancerType;
  readonly account: string;
  readonly region: string;
  readonly dnsName: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly listeners: readonly ObservedListener[];
}

/** Looks at the store past the API, for assertions that trust no answer. */
export class Elbv2State {
  constructor(private readonly store: LoadBalancerStore) {}

  /** In the order of their creation. */
  loadBalancers(): ObservedLoadBalancer[] {
    return this.store.all().map(observe);
  }

  listener(arn: string): ObservedListener | undefined {
    const found = this.store.listener(arn);
    return found && observeListener(found.listener);
  }

  toJSON(): object {
    return { loadBalancers: this.loadBalancers() };
  }
}

function observe({ facts, listeners }: LoadBalancer): ObservedLoadBalancer {
  const { arn, name, type, place, dnsName, tags } = facts;
  return { arn, name, type, ...place, dnsName, tags, listeners: listeners.map(observeListener) };
}

function observeListener({ arn, loadBalancerArn, current, history }: Listener): ObservedListener {
  const { port, protocol, sslPolicy, defaultCertificate, certificates } = current;
  return {
    ...{ arn, loadBalancerArn, port, protocol, sslPolicy, defaultCertificate, certificates },
    changes: history.map((version) => ({
      changedAt: version.changedAt,
      principal: version.principal,
      defaultCertificate: version.defaultCertificate,
      certificates: version.certificates,
    })),
  };
}
