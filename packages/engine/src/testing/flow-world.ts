import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { type Fault, publicKeyOf } from '@certctl/reference';
import { TOKENS } from '../composition/tokens.js';
import { createEngine, type Engine } from '../engine.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Target } from '../target.js';
import { type ModelRecords, openRecords } from './model-records.js';
import { type ModelKind, type ModelStore, modelStore } from './model-store.js';
import { Scenario } from './scenario.js';

const HOUR = 3_600_000;
/** Renewals of one certificate, in the order of their dates. */
const LEAVES = 6;

let pool: Promise<readonly IssuedLeaf[]> | undefined;

async function issuePool(): Promise<readonly IssuedLeaf[]> {
  const scenario = await Scenario.create();
  const at = (hours: number) => scenario.clock.now() - hours * HOUR;
  const leaves: IssuedLeaf[] = [];
  for (let each = 0; each <= LEAVES; each++) leaves.push(await scenario.issue({ notBefore: at(100 - each) }));
  return leaves;
}

/** What ends a process: after so many writes of the journal and requests nothing of it has an effect any more. */
export class Life {
  dead = false;

  constructor(private left: number) {}

  spend(): void {
    if (this.dead || this.left-- <= 0) {
      this.dead = true;
      throw new Error('killed');
    }
  }

  /** An object of the service, or of the records (whose methods are asynchronous), as this process reaches it. */
  reaching<T extends object>(target: T, counts: (method: string) => boolean, isRecord = true): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const reach = () => {
            if (this.dead) throw new Error('killed');
            if (counts(String(name))) this.spend();
            return member.apply(object, args);
          };
          return isRecord ? Promise.resolve().then(reach) : reach();
        };
      },
    });
  }
}

export const WRITES_OF_THE_JOURNAL = new Set(['open', 'adopt', 'advance', 'close']);
/** Writes of the other records that belong to the end of a deploy. */
const WRITES_OF_THE_END = new Set(['append', 'put', 'release', 'record', 'promote', 'discardPending']);
const never = () => false;

/** One target, its service, its records, which survive, and the process, which may not. */
export class FlowWorld {
  /** Next of the pool to be issued; the last is kept for a stranger. */
  next = 0;
  /** Deploys that ended, and those that were killed, which may or may not have written their row. */
  ended = 0;
  killed = 0;
  #life = new Life(Number.POSITIVE_INFINITY);
  #engine: Engine;

  private constructor(
    readonly store: ModelStore,
    readonly scenario: Scenario,
    readonly records: ModelRecords,
    readonly leaves: readonly IssuedLeaf[],
  ) {
    this.#engine = this.#start();
  }

  static async create(kind: ModelKind): Promise<FlowWorld> {
    pool ??= issuePool();
    const scenario = await Scenario.create();
    const store = await modelStore(kind, scenario);
    return new FlowWorld(store, scenario, await openRecords(scenario), await pool);
  }

  get alive(): boolean {
    return !this.#life.dead;
  }

  get isExhausted(): boolean {
    return this.next >= LEAVES;
  }

  get target(): Target {
    return this.store.target;
  }

  leaf(index: number): IssuedLeaf {
    const leaf = this.leaves[index];
    if (leaf === undefined) throw new Error(`there is no leaf ${index}`);
    return leaf;
  }

  deploy(index: number): Promise<Outcome> {
    const { certificatePem, chainPem, privateKeyPem } = this.leaf(index);
    return this.#engine.deploy({
      target: this.target,
      certificate: certificatePem,
      chain: chainPem,
      privateKey: privateKeyPem,
    });
  }

  release(): Promise<boolean> {
    return this.#engine.release(this.target.id);
  }

  /** The process will be killed after so many writes of its journal and requests. */
  killAfter(steps: number): void {
    this.#life.dead = true;
    this.#life = new Life(steps);
    this.#engine = this.#start();
  }

  /** Another process on the same records, once the lease of the one before has run out. */
  restart(): void {
    this.#life.dead = true;
    this.#life = new Life(Number.POSITIVE_INFINITY);
    this.scenario.clock.advance(HOUR);
    this.#engine = this.#start();
  }

  fault(fault: Fault): void {
    this.store.service.faults.push(fault);
  }

  heal(): void {
    this.store.service.heal();
  }

  /** Somebody else puts their own certificate in the place of what is held, past the API. */
  strangerWrites(): void {
    this.store.overwrite(this.leaf(LEAVES));
  }

  /** Somebody takes the latest version out of service, past the API. */
  strangerDisables(): void {
    this.store.disable?.();
  }

  /** What is held: the number of a leaf, `foreign`, or `nothing`; with its own key, or it is an error. */
  held(): number | 'foreign' | 'nothing' | 'disabled' {
    const [stored, ...others] = this.store.held();
    if (others.length > 0) throw new Error(`${others.length + 1} certificates exist`);
    if (stored === undefined) return 'nothing';
    const leaf = new X509Certificate(stored.leafPem);
    if (stored.keyFingerprint !== undefined && stored.keyFingerprint !== publicKeyOf(leaf)) {
      throw new Error('a certificate is held with the key of another');
    }
    if (stored.enabled === false) return 'disabled';
    const index = this.leaves.findIndex(({ certificatePem }) =>
      leaf.raw.equals(new X509Certificate(certificatePem).raw),
    );
    return index < 0 || index === LEAVES ? 'foreign' : index;
  }

  async close(): Promise<void> {
    await this.records.close();
    await this.store.close?.();
  }

  #start(): Engine {
    const { scenario, records } = this;
    const life = this.#life;
    const ends = (method: string) => records.isAtomic && WRITES_OF_THE_END.has(method);
    const isRequest = (method: string) => method in this.store.service;
    return createEngine({
      plugins: [this.store.plugin((service) => life.reaching(service, isRequest, false))],
      instance: 'test',
      services: [
        [TOKENS.clock, scenario.clock],
        [TOKENS.random, () => 0.5],
        [TOKENS.journal, life.reaching(records.journal, (method) => WRITES_OF_THE_JOURNAL.has(method))],
        [TOKENS.audit, life.reaching(records.audit, ends)],
        [TOKENS.holds, life.reaching(records.holds, ends)],
        [TOKENS.keeper, life.reaching(records.keeper, ends)],
        [TOKENS.addressBook, life.reaching(records.addressBook, ends)],
        [TOKENS.leases, life.reaching(records.leases, never)],
        [TOKENS.deployments, life.reaching(records.deployments, ends)],
        [TOKENS.together, records.together],
        [TOKENS.metrics, scenario.metrics],
        [TOKENS.usage, records.usage],
      ],
    });
  }
}
