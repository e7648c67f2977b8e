import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  type AcmFault,
  type Elbv2Fault,
  type FakeAcm,
  type FakeElbv2,
  type FaultSpec,
  type FaultTurn,
  startFakeAcm,
  startFakeElbv2,
} from '@certctl/emulators';
import { createEngine, type Engine, type Target, TOKENS } from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { awsElbv2 } from '@certctl/plugin-aws-elbv2';
import { holds, KEYS, REGION } from '../src/acm-scenario.js';
import { acmFault } from './acm-faults.js';
import { committed, deploy, INSTANCE, type Leaves, leaves, ourTags, TIMING } from './acts.js';
import { FAULTS, type FaultSlug } from './fault-kinds.js';
import { handshakeFault, listenerFault } from './listener-faults.js';
import { ProbeDoor } from './probe-door.js';
import { Records } from './records.js';
import type { Armed, Ended, Impossible, Scene, WireRequest } from './scene.js';
import { watchedPlugin } from './watched-plugin.js';

const ROLE = 'arn:aws:iam::123456789012:role/certctl-target';
const HANDSHAKE = 'tls:Handshake';

/** A place at a listener: the default of one of the two, or the list of the first. */
export type Slot = 'first' | 'second' | 'list';

export interface ListenerArrangement {
  readonly slots: readonly Slot[];
  /**
   * What uses what before. `stranger`: listeners have a certificate that somebody else imported, and the target has
   * none. `ours`: they have that of the target. `superseded`: the list has one that the target had before.
   */
  readonly before: 'stranger' | 'ours' | 'superseded';
  readonly byRole?: boolean;
  /** Whether the list has as many certificates as every account may have, and this one may have more. */
  readonly isFull?: boolean;
  /** Milliseconds for which a deletion is refused after the last use; the flow asks again meanwhile. */
  readonly inUseGrace?: number;
  readonly standing?: readonly FaultSpec<Elbv2Fault>[];
}

interface Waiting {
  readonly fault: FaultSlug;
  readonly from: number;
  readonly forGood: boolean;
  seen: number;
  used: number;
}

/** The engine with fake-acm and fake-elbv2 over HTTP, and doors at which the listeners are asked. */
export class ListenerScene implements Scene {
  readonly wire: WireRequest[] = [];
  readonly records = new Records();
  readonly engine: Engine;
  readonly #armed: Waiting[] = [];
  readonly #doors: ProbeDoor[] = [];
  readonly #listeners: string[] = [];
  #oldArn = '';
  /** What somebody else has in the list. */
  #others: readonly string[] = [];
  #pinned: string | undefined;

  private constructor(
    readonly acm: FakeAcm,
    readonly elb: FakeElbv2,
    private readonly arrangement: ListenerArrangement,
    readonly leaves: Leaves,
  ) {
    this.engine = createEngine({
      plugins: [watchedPlugin(awsAcm, this.records), awsElbv2],
      instance: INSTANCE,
      // A handshake that is not answered must leave time for the next.
      timing: { ...TIMING, proveMs: 2_500 },
      services: [
        [TOKENS.http, { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true }],
        [TOKENS.credentials, { get: () => KEYS }],
        ...this.records.services(),
      ],
    });
  }

  static async create(arrangement: ListenerArrangement): Promise<ListenerScene> {
    const seen: { scene?: ListenerScene } = {};
    const onRequest = ({ operation }: { readonly operation: string }) => seen.scene?.heard(operation);
    const acm = await startFakeAcm({
      region: REGION,
      accessKeys: [KEYS],
      roles: [{ arn: ROLE }],
      inUseGrace: arrangement.inUseGrace ?? 150,
      onRequest,
    });
    const elb = await startFakeElbv2({ acm, onRequest });
    if (arrangement.isFull)
      elb.settings.quotas = { ...elb.settings.quotas, certificatesPerApplicationLoadBalancer: 100 };
    const scene = new ListenerScene(acm, elb, arrangement, await leaves());
    seen.scene = scene;
    await scene.#arrange();
    return scene;
  }

  heard(operation: string): void {
    this.wire.push({ operation, moment: this.records.journal.moment });
  }

  async #arrange(): Promise<void> {
    const { before, isFull, standing = [] } = this.arrangement;
    const { old, stranger } = this.leaves;
    const isOurs = before !== 'stranger';
    this.#oldArn = this.#seed(old, isOurs ? ourTags('web', {}) : {});
    if (isOurs) await this.#commit(this.#oldArn, before === 'superseded');
    this.#others = Array.from({ length: isFull ? 24 : 1 }, () => this.#seed(stranger, {}));
    const list = before === 'superseded' ? [...this.#others, this.#oldArn] : this.#others;
    // What is the default is not taken from the list.
    const certificate = before === 'superseded' ? this.#seed(stranger, {}) : this.#oldArn;
    const loadBalancer = this.elb.seedLoadBalancer({ region: REGION });
    const shown = {
      stale: await this.acm.listenTls(this.#oldShown()),
      wrong: await this.acm.listenTls(this.#others[0] ?? ''),
    };
    for (const [port, certificates] of [
      [443, list],
      [8443, []],
    ] as const) {
      const arn = this.elb.seedListener({ loadBalancer, port, certificate, certificates });
      this.#listeners.push(arn);
      const real = await this.elb.listenTls(arn);
      this.#doors.push(await ProbeDoor.open({ real, ...shown }, () => this.#meet()));
    }
    for (const fault of standing) this.elb.faults.add(fault);
  }

  /** A copy of the old certificate, under an ARN of its own that nobody renews. */
  #oldShown(): string {
    const arn = this.#seed(this.leaves.old, {});
    this.#aside = arn;
    return arn;
  }

  #aside = '';

  #seed(leaf: IssuedLeaf, tags: Readonly<Record<string, string>>): string {
    return this.acm.seed({
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      tags,
    });
  }

  /** Leaves the records as a deploy of the old certificate would have; later the operator pinned a copy of it. */
  async #commit(arn: string, isSuperseded: boolean): Promise<void> {
    const { old } = this.leaves;
    await committed(this.records, old, { targetId: 'web', address: arn, reference: arn });
    if (!isSuperseded) return;
    const { journal } = this.records;
    const { der: leaf, fingerprint, serial } = old.facts;
    await journal.open({
      ...{ id: 'earlier', purpose: 'deploy', targetId: 'web', targetType: 'AWSACM', addresses: [arn] },
      ...{ reference: arn, phase: 'opened', openedAt: 0, inFlightUntil: 0, fresh: true, imports: true },
      ...{ incoming: { leaf, chain: [], fingerprint, serial }, preImage: { state: 'absent' }, tags: {} },
      ...{ actor: 'somebody', owner: 'earlier' },
    });
    await journal.close('earlier', 'earlier', 'deployed', 0);
    journal.moment = 'before';
    this.#pinned = this.#seed(old, ourTags('web', {}));
    await committed(this.records, old, { targetId: 'web', address: this.#pinned });
  }

  target(): Target {
    const { acm, elb, arrangement } = this;
    const endpoints = { acm: acm.url, sts: acm.url, tagging: acm.url };
    const role = arrangement.byRole ? { role_arn: ROLE } : {};
    const pinned = this.#pinned === undefined ? {} : { certificate_arn: this.#pinned };
    return {
      id: 'web',
      type: 'AWSACM',
      config: { region: REGION, endpoints, ...role, ...pinned },
      bindings: arrangement.slots.map((slot) => {
        const at = slot === 'second' ? 1 : 0;
        const where =
          slot === 'list'
            ? { slot: 'sni' }
            : { probe: `127.0.0.1:${this.#doors[at]?.port}`, probe_server_name: 'www.example.com' };
        const config = { listener_arn: this.#listeners[at], ...where, ...role };
        return { type: 'AWSELBV2', config: { ...config, endpoints: { elbv2: elb.url, sts: acm.url } } };
      }),
    };
  }

  arm(operation: string, nth: number, slug: FaultSlug): Armed | Impossible {
    if (operation === HANDSHAKE) return this.#armHandshake(nth, slug);
    const isElb = /Listener|AccountLimits/.test(operation);
    const meaning = isElb ? listenerFault(slug, operation) : acmFault(slug, operation);
    if (meaning.impossible !== undefined) return meaning;
    const on: FaultTurn = meaning.forGood ? { times: 1_000_000, after: nth - 1 } : { nth };
    // Of the two books each is given only what was made for it.
    const handle = isElb
      ? this.elb.faults.add({ ...(meaning.fault as Elbv2Fault), operation, on })
      : this.acm.faults.add({ ...(meaning.fault as AcmFault), operation, on });
    const service = isElb ? 'elasticloadbalancing' : operation === 'AssumeRole' ? 'sts' : 'acm';
    this.records.watch(`${service}:${operation}`, () => handle.used);
    return { used: () => handle.used };
  }

  #armHandshake(nth: number, slug: FaultSlug): Armed | Impossible {
    const impossible = handshakeFault(slug);
    if (impossible) return impossible;
    const forGood = FAULTS.some((fault) => fault.slug === slug && fault.lasts === 'for good');
    const armed: Waiting = { fault: slug, from: nth, forGood, seen: 0, used: 0 };
    this.#armed.push(armed);
    this.records.watch(HANDSHAKE, () => armed.used);
    return { used: () => armed.used };
  }

  #meet(): FaultSlug | undefined {
    this.heard(HANDSHAKE);
    for (const armed of this.#armed) {
      armed.seen += 1;
      if (armed.seen !== armed.from && !(armed.forGood && armed.seen > armed.from)) continue;
      armed.used += 1;
      return armed.fault;
    }
    return undefined;
  }

  act(): Promise<Ended> {
    return deploy(this.engine, this.target(), this.leaves.renewed);
  }

  /** What each place of the target uses, in one word where it is the same, and what is left in ACM beside it. */
  held(): string {
    const { slots } = this.arrangement;
    const words = slots.map((slot) => this.#usedAt(slot));
    const together = new Set(words).size === 1;
    const used = together ? (words[0] ?? '') : slots.map((slot, at) => `${slot} ${words[at]}`).join(', ');
    return `${used}${this.#leftover()}`;
  }

  #usedAt(slot: Slot): string {
    const listener = this.elb.state.listener(this.#listeners[slot === 'second' ? 1 : 0] ?? '');
    if (slot !== 'list') return this.#which(listener?.defaultCertificate ?? '');
    const list = listener?.certificates ?? [];
    const others = this.#others.every((arn) => list.includes(arn)) ? '' : ' without those of others';
    const ours = list.filter((arn) => !this.#others.includes(arn)).map((arn) => this.#which(arn));
    return `${ours.toReversed().join(' beside the ') || (this.arrangement.before === 'stranger' ? 'old' : 'nothing')}${others}`;
  }

  #which(arn: string): string {
    const certificate = this.acm.state.certificate(arn);
    if (!certificate) return 'missing';
    const { old, renewed, newest } = this.leaves;
    const is = (leaf: IssuedLeaf) => holds(certificate, leaf);
    return is(old) ? 'old' : is(renewed) ? 'new' : is(newest) ? 'newest' : 'foreign';
  }

  /** Certificates of the target that nothing of it uses. */
  #leftover(): string {
    const known = [this.#oldArn, this.#aside, this.#pinned, ...this.#others];
    const made = this.acm.state.certificates().filter(({ arn, tags }) => {
      return !known.includes(arn) && tags['certctl-target-id'] === 'web';
    });
    if (made.length > 1) return `, ${made.length} were made`;
    return made.some(({ inUseBy }) => inUseBy.length === 0) ? ', the new one unused in ACM' : '';
  }

  snapshot(): unknown {
    return {
      certificates: this.acm.state.certificates().map(({ inUseBy: _, ...certificate }) => certificate),
      listeners: this.#listeners.map((arn) => {
        const { defaultCertificate, certificates } = this.elb.state.listener(arn) ?? {};
        return { defaultCertificate, certificates };
      }),
    };
  }

  heal(): void {
    this.acm.faults.clear();
    this.elb.faults.clear();
    this.#armed.length = 0;
  }

  again(): Promise<Ended> {
    return deploy(this.engine, this.target(), this.leaves.newest);
  }

  async close(): Promise<void> {
    await this.engine.close();
    for (const door of this.#doors) door.close();
    await this.elb.close();
    await this.acm.close();
  }
}
