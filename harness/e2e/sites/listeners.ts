import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { FakeAcm, FakeElbv2, ObservedCertificate, TlsListener } from '@certctl/emulators';
import type { Target } from '@certctl/engine';
import { Clients } from './clients.js';
import { REGION } from './clouds.js';
import { longAgo } from './leaves.js';

/** A place at a listener: the default of one of the two, or the list of the first. */
export type Slot = 'first' | 'second' | 'sni';

/** ARNs that the listeners have; the list without those of strangers, which are looked at by themselves. */
export type Standing = Readonly<Record<Slot, readonly string[]>>;

interface Listener {
  readonly arn: string;
  readonly server: TlsListener;
}

/**
 * A load balancer with two listeners that somebody else has set up, with certificates that were imported long ago;
 * clients shake hands with both for as long as they are there.
 */
export class Listeners {
  /** ARNs that no deploy may touch, with the number of imports into each. */
  readonly #strangers = new Map<string, number>();

  private constructor(
    private readonly acm: FakeAcm,
    private readonly elb: FakeElbv2,
    private readonly listeners: readonly [Listener, Listener],
    /** What the defaults show at first. */
    readonly old: IssuedLeaf,
    readonly before: Standing,
    /** ARN of what somebody else has in the list of the first. */
    private readonly listed: string,
    readonly clients: Clients,
  ) {}

  static async open(acm: FakeAcm, elb: FakeElbv2): Promise<Listeners> {
    const [old, other] = await longAgo();
    const seed = (leaf: IssuedLeaf) =>
      acm.seed({
        certificate: leaf.certificatePem,
        chain: leaf.chainPem,
        privateKey: leaf.privateKeyPem,
        importedAt: leaf.facts.notBefore,
      });
    const [oldArn, otherArn] = [seed(old), seed(other)];
    const loadBalancer = elb.seedLoadBalancer({ region: REGION });
    const listener = async (port: number, certificates: readonly string[]): Promise<Listener> => {
      const arn = elb.seedListener({ loadBalancer, port, certificate: oldArn, certificates });
      return { arn, server: await elb.listenTls(arn) };
    };
    const both = [await listener(443, [otherArn]), await listener(8443, [])] as const;
    const before = { first: [oldArn], second: [oldArn], sni: [] };
    const clients = new Clients(both.map(({ server }) => server));
    const listeners = new Listeners(acm, elb, both, old, before, otherArn, clients);
    listeners.leaveAlone(oldArn);
    listeners.leaveAlone(otherArn);
    return listeners;
  }

  /** From here on it is nobody's of the deploys. */
  leaveAlone(arn: string): void {
    this.#strangers.set(arn, this.acm.state.certificate(arn)?.imports.length ?? 0);
  }

  isStranger({ arn }: Pick<ObservedCertificate, 'arn'>): boolean {
    return this.#strangers.has(arn);
  }

  bindings(slots: readonly Slot[]): NonNullable<Target['bindings']> {
    return slots.map((slot) => {
      const { arn, server } = this.listeners[slot === 'second' ? 1 : 0];
      const endpoints = { elbv2: this.elb.url, sts: this.acm.url };
      // Of certificates for one name the default is shown, so no handshake tells what is in the list.
      const probe = slot === 'sni' ? {} : { probe: `${server.host}:${server.port}` };
      const config = { listener_arn: arn, slot: slot === 'sni' ? 'sni' : 'default', ...probe, endpoints };
      return { type: 'AWSELBV2', config };
    });
  }

  /** What the listeners have now, seen past the plugin. */
  standing(): Standing {
    const [first, second] = this.listeners.map(({ arn }) => this.elb.state.listener(arn));
    const defaults = (listener: typeof first) =>
      listener?.defaultCertificate === undefined ? [] : [listener.defaultCertificate];
    const list = (first?.certificates ?? []).filter((arn) => arn !== this.listed);
    return { first: defaults(first), second: defaults(second), sni: list };
  }

  /** ARNs that a default has had, oldest first, each change of it once. */
  historyOf(slot: Exclude<Slot, 'sni'>): readonly string[] {
    const { arn } = this.listeners[slot === 'second' ? 1 : 0];
    const all = (this.elb.state.listener(arn)?.changes ?? []).map(
      (change) => change.defaultCertificate ?? '',
    );
    return all.filter((each, at) => each !== all[at - 1]);
  }

  /** What is wrong at any moment: a certificate that is used and does not exist, a stranger's that is not as it was. */
  glance(): string[] {
    const standing = this.standing();
    const used = [...standing.first, ...standing.second, ...standing.sni];
    const missing = used.filter((arn) => this.acm.state.certificate(arn) === undefined);
    const list = this.elb.state.listener(this.listeners[0].arn)?.certificates ?? [];
    const changed = [...this.#strangers].filter(
      ([arn, imports]) => this.acm.state.certificate(arn)?.imports.length !== imports,
    );
    return [
      ...missing.map((arn) => `a listener uses ${arn}, which does not exist`),
      ...(list.includes(this.listed)
        ? []
        : [`${this.listed}, which is a stranger's, was taken from the list`]),
      ...changed.map(([arn]) => `${arn}, which is a stranger's, is not as it was`),
      ...this.clients.failures.map((failure) => `a handshake failed: ${failure}`),
    ];
  }

  /** The place that a binding has at this address. */
  slotOf(address: string): Slot {
    const [arn, which] = address.split('#');
    if (which !== 'default') return 'sni';
    return arn === this.listeners[0].arn ? 'first' : 'second';
  }

  async close(): Promise<void> {
    await this.clients.stop();
    for (const { server } of this.listeners) await server.close();
  }
}
