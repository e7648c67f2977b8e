import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { publicKeyOf } from '@certctl/reference';
import type { Outcome } from '../outcome/outcome.js';
import type { Target, TargetBinding } from '../target.js';
import { Scenario } from './scenario.js';

/** Reference of the certificate that the listeners have used so far, which somebody else has imported. */
export const OLD = 'memory/certificate/old';

/** Two listeners that use an older certificate, and a target that is to take them over. */
export class FleetFront {
  private constructor(
    readonly scenario: Scenario,
    readonly old: IssuedLeaf,
  ) {}

  static async create(): Promise<FleetFront> {
    const scenario = await Scenario.create();
    const old = await scenario.issue({ notBefore: scenario.clock.now() - 40 * 86_400_000 });
    const front = new FleetFront(scenario, old);
    front.put(OLD, old);
    scenario.balancer.add('front', OLD);
    scenario.balancer.add('side', OLD);
    return front;
  }

  /** Stores a certificate past the API. */
  put(reference: string, leaf: IssuedLeaf): void {
    this.scenario.service.held.set(reference, {
      reference,
      leafPem: leaf.certificatePem,
      chainPems: [leaf.chainPem],
      keyFingerprint: publicKeyOf(new X509Certificate(leaf.certificatePem)),
      tags: {},
      createdAt: this.scenario.clock.now(),
      importedAt: this.scenario.clock.now(),
      usedBy: [],
    });
  }

  target(over: Partial<Target> = {}): Target {
    return this.scenario.target({ bindings: [bindingOf('front'), bindingOf('side')], ...over });
  }

  deploy(leaf: IssuedLeaf, over: Partial<Target> = {}): Promise<Outcome> {
    return this.scenario.deploy(leaf, { target: this.target(over) });
  }

  /** References of the defaults, in the order of the listeners. */
  defaults(): readonly string[] {
    return [...this.scenario.balancer.listeners.values()].map((listener) => listener.default);
  }

  /** Whether a listener would complete a handshake with this leaf. */
  serves(name: string, leaf: IssuedLeaf): boolean {
    const listener = this.scenario.balancer.listeners.get(name);
    const stored = listener && this.scenario.service.held.get(listener.default);
    const wanted = new X509Certificate(leaf.certificatePem);
    return (
      stored !== undefined &&
      new X509Certificate(stored.leafPem).raw.equals(wanted.raw) &&
      stored.keyFingerprint === publicKeyOf(wanted)
    );
  }

  fault(operation: string, kind: Parameters<Scenario['fault']>[0]['kind'], after = 0, times = 1): void {
    this.scenario.balancer.faults.push({ operation: `balancer:${operation}`, kind, after, times });
  }

  get writes(): readonly string[] {
    return this.scenario.balancer.requests.filter(({ write }) => write).map(({ operation }) => operation);
  }
}

export function bindingOf(listener: string, config: Record<string, unknown> = {}): TargetBinding {
  return { type: 'memory-balancer', config: { listener, ...config } };
}
