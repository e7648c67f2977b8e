import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  createEngine,
  type DeployRequest,
  type Engine,
  type Outcome,
  type Plan,
  type ServiceOverride,
  SystemClock,
  type Target,
  type Timing,
  TOKENS,
  ungoverned,
} from '@certctl/engine';
import {
  type AnyBinding,
  type AnyStore,
  type Call,
  CertctlError,
  type Clock,
  type JsonObject,
  type Plugin,
  type StorePlugin,
} from '@certctl/plugin-api';
import type { InstalledPackage } from '../doors/installed-package.js';
import { tellingCall } from '../environment/current-attempt.js';
import { type Armed, type FaultOrder, isImpossible, type Move } from '../environment/fault.js';
import type {
  ConsumerStage,
  ObservedCertificate,
  ObservedPlace,
  Stage,
  WireRequest,
} from '../environment/stage.js';
import { CannotProve, CaseFailure } from '../kernel/case-failure.js';
import { expectStatus } from './expect-status.js';
import { type IssueOptions, Issuer } from './material.js';
import { HearingLogger, Records } from './records.js';
import { stretched, TIMING } from './timing.js';
import { watchedPlugin } from './watched-plugin.js';

export interface EngineSettings {
  readonly instance?: string;
  readonly timing?: Partial<Timing>;
  /** Records of another installation, or none of what was done before. */
  readonly records?: Records;
  readonly services?: readonly ServiceOverride[];
}

/** What it means that a stage has no such part, in words for the report. */
const WITHOUT: Partial<Record<keyof Stage, string>> = {
  waiting: 'nothing waits for an answer here: there is no connection',
  connections: 'there are no connections here that could be left open',
  overwrite: 'nobody else can write here',
  misstore: 'the service cannot be made to hold something else than it was sent',
  retag: 'nobody else can change tags here',
  serves: 'nothing here is served by the import itself, or nobody can see it',
  disable: 'nobody else can take a version out of service here',
  nowhere: 'there is no reference here of which nothing exists',
  discovery: 'the environment knows no scope to discover in',
  commandSends: 'nobody here can tell what a command would send',
  recordsWriters: 'there is no record here of who wrote, or it has a write too late',
  softDelete: 'nothing can be deleted here so that it can be recovered',
};

/** What a case has: the plugin under test in an engine, the service that it works on, and a look at both. */
export class World {
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly logger = new HearingLogger();
  /** Everything that the engine said to its caller. */
  readonly outcomes: Outcome[] = [];
  readonly #engines: Engine[] = [];
  readonly #opened: (AnyStore | AnyBinding)[] = [];
  readonly #after = new Map<string, () => Promise<void>>();
  readonly #armed: { readonly order: FaultOrder; readonly armed: Armed }[] = [];
  /** What went wrong in an act of somebody else; it is what the case ends with. */
  trouble: unknown;
  #forgotten = 0;
  /** What was last asked for. */
  #sent: IssuedLeaf | undefined;
  records = new Records();
  engine: Engine;

  constructor(
    readonly plugin: Plugin,
    readonly stage: Stage,
    private readonly packed?: InstalledPackage,
  ) {
    this.clock = stage.clock ?? new SystemClock();
    this.issuer = new Issuer(() => this.clock.now(), stage.mark);
    this.engine = this.start();
  }

  /** What the engines of the case call their installation, and write into the tags. */
  get instance(): string {
    return this.stage.mark ?? 'conformance';
  }

  /** The plugin, for a case about stores. */
  get store(): StorePlugin {
    if (this.plugin.kind === 'store') return this.plugin;
    throw new Error('the case is about a store, and was given a binding');
  }

  /** Another engine in the place of the one before: another process, on the same records unless told otherwise. */
  start({
    instance = this.instance,
    timing = {},
    records = this.records,
    services = [],
  }: EngineSettings = {}): Engine {
    this.records = records;
    const { http, credentials, commands } = this.stage.host;
    const companions = this.stage.consumers ? [this.stage.consumers.store] : [];
    this.engine = createEngine({
      plugins: [watchedPlugin(this.plugin, (method) => this.#afterMove(method)), ...companions],
      instance,
      timing: stretched({ ...TIMING, ...timing }, this.stage.patience),
      services: [
        [TOKENS.logger, this.logger],
        // Published quotas are waited for by the engine, whatever the plugin; cases would only take longer.
        [TOKENS.governor, ungoverned],
        ...(http ? [[TOKENS.http, http] as const] : []),
        ...(credentials ? [[TOKENS.credentials, credentials] as const] : []),
        ...(commands ? [[TOKENS.commands, commands] as const] : []),
        ...records.services(this.clock),
        ...services,
      ],
    });
    this.#engines.push(this.engine);
    return this.engine;
  }

  /** An engine that remembers nothing: another machine, or one whose disk was lost. */
  startWithoutRecords(settings: Omit<EngineSettings, 'records'> = {}): Engine {
    return this.start({ ...settings, records: new Records() });
  }

  /** The plugin's own instance, as an engine would open it. Closed with the world. */
  async open(config: Target['config'] = this.stage.target('web')): Promise<AnyStore | AnyBinding> {
    const { http, credentials, commands } = this.stage.host;
    const checked = await this.plugin.config['~standard'].validate(config);
    if (checked.issues)
      throw new CaseFailure(
        'the configuration of the environment',
        'a valid one',
        JSON.stringify(checked.issues),
      );
    const opened = await this.plugin.open(this.plugin.connection(checked.value), {
      logger: this.logger,
      clock: this.clock,
      http: http ?? { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true },
      credentials: credentials ?? { get: () => undefined },
      commands: commands ?? { names: () => [], run: () => Promise.reject(new Error('no command is listed')) },
    });
    this.#opened.push(opened);
    return opened;
  }

  /** The same, for a case about stores. */
  async openStore(config?: Target['config']): Promise<AnyStore> {
    const { kind } = this.store;
    // A plugin of that kind opens stores: the engine checks it when it loads and opens one.
    return kind === 'store' ? ((await this.open(config)) as AnyStore) : Promise.reject();
  }

  /** The same, for a case about bindings. */
  async openBinding(config: Target['config']): Promise<AnyBinding> {
    if (this.plugin.kind !== 'binding') throw new Error('the case is about a binding, and was given a store');
    // A plugin of that kind opens bindings, as for a store.
    return (await this.open(config)) as AnyBinding;
  }

  /**
   * A call that sends at once and repeats nothing, for a look at one move by itself. What fails is sorted by the
   * plugin, as in an engine: a move may ask for the class of a failure.
   */
  rawCall(): Call {
    const { signal } = new AbortController();
    return tellingCall({
      signal,
      deadline: this.clock.now() + 15_000,
      logger: this.logger,
      attempt: async (operation, send) => {
        try {
          return await send(signal);
        } catch (error) {
          const failure = this.plugin.classify(error);
          const said = `${operation}: ${failure.message}`;
          throw new CertctlError(`service_${failure.class}`, said, { operation, failure, cause: error });
        }
      },
      wait: (ms) => this.clock.sleep(ms),
    });
  }

  /** The service takes the next import, and holds this certificate instead. @throws CannotProve when it cannot */
  async misstoreNext(impostor: IssuedLeaf): Promise<void> {
    if (this.store.capabilities.rotation === 'versioned') {
      this.need('misstore')(impostor);
      return;
    }
    const overwrite = this.need('overwrite');
    this.after('import', async () => {
      const places = await this.stage.observe();
      const { reference } = places.find(({ revisions }) => isLatest(revisions, this.#sent)) ?? {};
      if (reference === undefined)
        throw new CaseFailure('the certificate that was imported', 'held', 'not there');
      await overwrite(reference, impostor);
    });
  }

  target(id = 'web', config: JsonObject = {}, over: Partial<Target> = {}): Target {
    return { id, type: this.plugin.type, config: { ...this.stage.target(id), ...config }, ...over };
  }

  /** The consumers of the stage, for a case about bindings. */
  get consumers(): ConsumerStage {
    return this.need('consumers');
  }

  /**
   * A target of the store beside the binding, with the consumer `web` in the slot.
   *
   * @param fields of the consumer's configuration, beside those of the environment
   * @throws CannotProve
   */
  async bound(slot: 'one' | 'many', fields: JsonObject = {}): Promise<Target> {
    const { slots, store, target } = this.consumers;
    if (!slots.includes(slot)) throw new CannotProve(`no consumer here has a slot for ${slot}`);
    const config = { ...(await this.consumers.consumer('web', slot)), ...fields };
    return {
      id: 'web',
      type: store.type,
      config: target('web'),
      bindings: [{ type: this.plugin.type, config }],
    };
  }

  /** A target whose place is pinned, where a configuration does not name its place anyway. */
  pinned(reference: string, id = 'web', config: JsonObject = {}): Target {
    const target = this.target(id, config);
    const own = { ...this.stage.target(id), ...config };
    return this.stage.pinned ? { ...target, config: this.stage.pinned(own, reference) } : target;
  }

  issue(options: IssueOptions = {}): Promise<IssuedLeaf> {
    return this.issuer.issue(options);
  }

  async deploy(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<Outcome> {
    this.#sent = leaf;
    const outcome = await this.engine.deploy(this.request(leaf, over));
    this.outcomes.push(outcome);
    return outcome;
  }

  /** Deploys what must be deployed for the case to begin; what was asked for on the way is forgotten. */
  async deployed(
    over: Partial<DeployRequest> = {},
    leaf?: IssuedLeaf,
  ): Promise<IssuedLeaf & { readonly reference: string }> {
    const issued = leaf ?? (await this.issue());
    const { reference } = expectStatus(await this.deploy(issued, over), 'deployed');
    if (reference === undefined) throw new CaseFailure('the reference of what was deployed', 'one', 'none');
    this.forget();
    return { ...issued, reference };
  }

  plan(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<Plan> {
    return this.engine.plan(this.request(leaf, over));
  }

  request(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): DeployRequest {
    return {
      target: this.target(),
      certificate: leaf.certificatePem,
      ...(leaf.chainPem === '' ? {} : { chain: leaf.chainPem }),
      privateKey: leaf.privateKeyPem,
      ...over,
    };
  }

  /** What is held at the place of a reference; of the only place, when none is given. Seen past the plugin. */
  async place(reference?: string): Promise<ObservedPlace | undefined> {
    const places = await this.stage.observe();
    if (reference !== undefined) return places.find((place) => place.reference === reference);
    if (places.length > 1) throw new CaseFailure('certificates at the service', '1', String(places.length));
    return places[0];
  }

  /** The latest of what is held there. @throws CaseFailure when nothing is */
  async held(reference?: string): Promise<ObservedCertificate> {
    const latest = (await this.place(reference))?.revisions.at(-1);
    if (!latest) throw new CaseFailure('what is held', 'a certificate', 'nothing');
    return latest;
  }

  /** Sets a fault. @throws CannotProve when the service cannot meet it */
  arm(order: FaultOrder): Armed {
    const armed = this.stage.arm(order);
    if (isImpossible(armed)) throw new CannotProve(armed.impossible);
    this.#armed.push({ order, armed });
    return armed;
  }

  /** Ends all faults, and sees that each was met: one that was not has shown nothing. @throws CaseFailure */
  struck(): void {
    for (const { order, armed } of this.#armed.splice(0)) {
      if (armed.used() > 0) continue;
      const at = 'move' in order ? order.move : order.operation;
      throw new CaseFailure(`requests for ${at}`, 'at least one', 'none was sent');
    }
    this.stage.heal();
  }

  /** Somebody else acts, between the end of the next such move of the plugin and the engine's hearing of it. */
  after(method: string, act: () => Promise<void>): void {
    this.#after.set(method, act);
  }

  /** Leaves the requests that were sent by now out of those that a case counts. */
  forget(): void {
    this.#forgotten = this.stage.wire().length;
  }

  /** Requests for a move, of those since the last `forget`. */
  requests(move?: Move): readonly WireRequest[] {
    const attempts = this.stage
      .wire()
      .slice(this.#forgotten)
      .filter(({ handshake }) => !handshake);
    return move === undefined ? attempts : attempts.filter(({ moves }) => moves.includes(move));
  }

  /** Requests that would change something. */
  writes(): readonly WireRequest[] {
    return this.requests().filter(({ write }) => write);
  }

  /** The package of the plugin. @throws CannotProve when it was run from its source */
  package(): InstalledPackage {
    if (this.packed) return this.packed;
    throw new CannotProve('the plugin was not packed: certctl conformance run does that');
  }

  /** A part of the stage that not every environment has. @throws CannotProve without it */
  need<K extends keyof Stage>(part: K): NonNullable<Stage[K]> {
    const value = this.stage[part];
    if (value === undefined || value === null)
      throw new CannotProve(WITHOUT[part] ?? `the environment has no ${part}`);
    return value;
  }

  async close(): Promise<void> {
    this.stage.heal();
    await Promise.allSettled([...this.#engines, ...this.#opened].map((each) => each.close()));
  }

  async #afterMove(method: string): Promise<void> {
    const act = this.#after.get(method);
    this.#after.delete(method);
    try {
      await act?.();
    } catch (error) {
      // The engine takes whatever is thrown here for an error of the plugin.
      this.trouble ??= error;
      throw error;
    }
  }
}

/** Whether the latest revision is this leaf. */
function isLatest(revisions: readonly ObservedCertificate[], leaf: IssuedLeaf | undefined): boolean {
  const latest = revisions.at(-1);
  return latest !== undefined && leaf !== undefined && fingerprintOf(latest.leaf) === leaf.facts.fingerprint;
}

/** SHA-256 of a leaf's DER, lower-case hexadecimal. */
export function fingerprintOf(der: Uint8Array): string {
  return new X509Certificate(der).fingerprint256.replaceAll(':', '').toLowerCase();
}
