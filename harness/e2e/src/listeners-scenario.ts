import type { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  type FakeElbv2,
  type FakeElbv2Options,
  type ListenerOption,
  type LoadBalancerOption,
  startFakeElbv2,
} from '@certctl/emulators';
import type { Outcome, Target, TargetBinding } from '@certctl/engine';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { AcmScenario, handshake, leafIssued, type ScenarioOptions } from './acm-scenario.js';

export interface ListenersOptions extends ScenarioOptions {
  readonly elb?: Omit<FakeElbv2Options, 'acm'>;
  readonly loadBalancer?: LoadBalancerOption;
}

/** One listener that really listens. */
export interface Front {
  readonly arn: string;
  readonly host: string;
  readonly port: number;
}

/** Listeners of a load balancer that use a certificate which somebody else has imported, and an engine. */
export class ListenersScenario {
  readonly #watches: HandshakeWatch[] = [];

  private constructor(
    readonly acm: AcmScenario,
    readonly elb: FakeElbv2,
    readonly loadBalancer: string,
    readonly old: IssuedLeaf,
    /** ARN of the certificate that the listeners use at first. */
    readonly oldArn: string,
  ) {}

  static async create({ elb: elbOptions, loadBalancer: option, ...options }: ListenersOptions = {}) {
    const acm = await AcmScenario.create({
      plugins: [awsElbv2],
      ...options,
      // What is let go of counts as in use for a while, in AWS for some ten seconds.
      emulator: { inUseGrace: 200, ...options.emulator },
    });
    const elb = await startFakeElbv2({ acm: acm.emulator, ...elbOptions });
    const old = await leafIssued(1_000);
    const { certificatePem: certificate, chainPem: chain, privateKeyPem: privateKey } = old;
    const oldArn = acm.emulator.seed({ certificate, chain, privateKey });
    return new ListenersScenario(acm, elb, elb.seedLoadBalancer({ name: 'shop', ...option }), old, oldArn);
  }

  async front(option: Partial<ListenerOption> = {}): Promise<Front> {
    const { loadBalancer, oldArn: certificate } = this;
    const arn = this.elb.seedListener({ loadBalancer, certificate, ...option });
    const { host, port } = await this.elb.listenTls(arn);
    return { arn, host, port };
  }

  /** A binding of the listener, probed unless it is told otherwise. */
  binding({ arn, host, port }: Front, config: Readonly<Record<string, unknown>> = {}): TargetBinding {
    const endpoints = { elbv2: this.elb.url, sts: this.acm.emulator.url };
    const probe = { probe: `${host}:${port}`, probe_server_name: 'www.example.com' };
    return { type: 'AWSELBV2', config: { listener_arn: arn, endpoints, ...probe, ...config } };
  }

  deploy(leaf: IssuedLeaf, bindings: readonly TargetBinding[], over: Partial<Target> = {}): Promise<Outcome> {
    return this.acm.deploy(leaf, { target: this.acm.target({}, { bindings, ...over }) });
  }

  /** What the listener really has. */
  state({ arn }: Front) {
    const { defaultCertificate, certificates } = this.elb.state.listener(arn) ?? {};
    return { defaultCertificate, certificates };
  }

  /** Operations that were asked for and would change a listener. */
  writes(): string[] {
    return this.elb.requests
      .all()
      .map(({ operation }) => operation)
      .filter((operation) => /^(Modify|Add|Remove)/.test(operation));
  }

  /** Connects to the listener again and again from now on. */
  watch(front: Front): HandshakeWatch {
    const watch = new HandshakeWatch(front);
    this.#watches.push(watch);
    return watch;
  }

  async close(): Promise<void> {
    await Promise.all(this.#watches.map((watch) => watch.end()));
    await this.elb.close();
    await this.acm.close();
  }
}

/** A client that never stops connecting. A handshake ends only if the server has the key of what it shows. */
export class HandshakeWatch {
  readonly #running: Promise<void>;
  readonly #seen: X509Certificate[] = [];
  readonly #failures: string[] = [];
  #ended = false;

  constructor(front: Front) {
    this.#running = this.#run(front);
  }

  /** Every leaf that was shown, each change of it once, and what failed. */
  async end(): Promise<{
    readonly shown: string[];
    readonly handshakes: number;
    readonly failures: string[];
  }> {
    this.#ended = true;
    await this.#running;
    const prints = this.#seen.map(({ fingerprint256 }) => fingerprint256);
    return {
      shown: prints.filter((print, index) => print !== prints[index - 1]),
      handshakes: prints.length,
      failures: this.#failures,
    };
  }

  async #run({ host, port }: Front): Promise<void> {
    while (!this.#ended) {
      try {
        this.#seen.push(await handshake({ host, port }));
      } catch (error) {
        this.#failures.push(String(error));
      }
    }
  }
}

/** As `HandshakeWatch` tells of leaves. */
export function fingerprintOf({ facts }: IssuedLeaf): string {
  return (facts.fingerprint.toUpperCase().match(/../g) ?? []).join(':');
}
