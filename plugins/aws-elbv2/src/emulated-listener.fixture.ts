import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeAcmOptions,
  type FakeElbv2,
  type FakeElbv2Options,
  startFakeAcm,
  startFakeElbv2,
} from '@certctl/emulators';
import type { Wanted } from '@certctl/plugin-api';
import { CallDouble as DoubleOf, serviceDoubles } from '@certctl/reference';
import { classify } from './classify.js';
import { type ElbConnection, type ListenerConfig, listenerConfig } from './config.js';
import { openClient } from './elb-client.js';
import { ListenerBinding } from './listener-binding.js';
import { permissions } from './permissions.js';

const REGION = 'eu-west-1';
export const KEYS = { accessKeyId: 'AKIAPLUGIN', secretAccessKey: 'secret-for-tests' };

/** A call of this plugin. */
export class CallDouble extends DoubleOf {
  constructor() {
    super({ permissions, classify });
  }
}

let authority: Promise<Authority> | undefined;

export async function leafFor(options: Partial<LeafOptions> = {}): Promise<IssuedLeaf> {
  authority ??= issueAuthority();
  return issueLeaf(await authority, { names: ['www.example.com'], ...options });
}

export interface Wish {
  readonly acm?: FakeAcmOptions;
  readonly elb?: Omit<FakeElbv2Options, 'acm'>;
  readonly type?: 'application' | 'network';
}

/** Both emulators with a load balancer and a listener, and the binding whose every request goes there, signed. */
export class EmulatedListener {
  private constructor(
    readonly acm: FakeAcm,
    readonly elb: FakeElbv2,
    readonly binding: ListenerBinding,
    readonly loadBalancer: string,
    readonly listener: string,
    /** ARN of the certificate that the listener had when it was made. */
    readonly held: string,
  ) {}

  static async start({
    acm: acmWish,
    elb: elbWish,
    type = 'application',
  }: Wish = {}): Promise<EmulatedListener> {
    const acm = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys: [KEYS], ...acmWish });
    const elb = await startFakeElbv2({ acm, sigv4: 'check', ...elbWish });
    const loadBalancer = elb.seedLoadBalancer({ type, name: 'shop' });
    const { certificatePem: certificate, privateKeyPem: privateKey } = await leafFor();
    const held = acm.seed({ certificate, privateKey });
    const listener = elb.seedListener({ loadBalancer, certificate: held });
    const binding = await openEmulated(acm, elb);
    return new EmulatedListener(acm, elb, binding, loadBalancer, listener, held);
  }

  /** A certificate that ACM holds, and its ARN. */
  async another(
    options: Partial<LeafOptions> = {},
  ): Promise<{ readonly arn: string; readonly leaf: IssuedLeaf }> {
    const leaf = await leafFor(options);
    const arn = this.acm.seed({ certificate: leaf.certificatePem, privateKey: leaf.privateKeyPem });
    return { arn, leaf };
  }

  async at(fields: Partial<ListenerConfig> = {}) {
    const config = listenerConfig.parse({ listener_arn: this.listener, ...fields });
    return { config, place: await this.binding.resolve({ config, targetId: 'web' }) };
  }

  async inspect(fields: Partial<ListenerConfig> = {}, call = new CallDouble()) {
    return this.binding.inspect(await this.at(fields), call);
  }

  async bind(reference: string, fields: Partial<ListenerConfig> = {}, call = new CallDouble()) {
    return this.binding.bind(await this.at(fields), reference, call);
  }

  async unbind(reference: string, call = new CallDouble()) {
    return this.binding.unbind(await this.at({ slot: 'sni' }), reference, call);
  }

  async settled(wanted: Wanted, fields: Partial<ListenerConfig> = {}, call = new CallDouble()) {
    return this.binding.settled(await this.at(fields), wanted, call);
  }

  /** What the listener really has. */
  state() {
    const { defaultCertificate, certificates } = this.elb.state.listener(this.listener) ?? {};
    return { defaultCertificate, certificates };
  }

  async close(): Promise<void> {
    await this.binding.close();
    await this.elb.close();
    await this.acm.close();
  }
}

export async function openEmulated(
  acm: FakeAcm,
  elb: FakeElbv2,
  connection: Partial<ElbConnection> = {},
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string } = KEYS,
): Promise<ListenerBinding> {
  const endpoints = { elbv2: elb.url, sts: acm.url };
  const services = { ...serviceDoubles, credentials: { get: () => keys } };
  return new ListenerBinding(
    await openClient({ region: REGION, endpoints, ...connection }, services),
    services,
  );
}
