import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { SystemClock, type Timing } from '@certctl/engine';
import { fileKeyEncryptionKey, openPersistence, type Persistence } from '@certctl/persistence';
import type { DeployerPool } from '../deployer/deployer-pool.js';
import type { DeployEnd, DeployerProcess } from '../deployer/deployer-process.js';
import type { Halt, RecordsPlace } from '../deployer/orders.js';
import { AcmSite } from '../sites/acm-site.js';
import type { Attempt } from '../sites/attempt.js';
import { Clouds, deployer } from '../sites/clouds.js';
import { recorded } from '../sites/ledger.js';
import { ListenerSite } from '../sites/listener-site.js';
import { listenerProblems } from '../sites/listener-truth.js';
import { Listeners } from '../sites/listeners.js';
import type { Site } from '../sites/site.js';
import { problemsOf } from '../sites/truth.js';
import { VaultSite } from '../sites/vault-site.js';

const INSTANCE = 'race';

export interface ArenaOptions {
  readonly name: string;
  readonly pool: DeployerPool;
  readonly processes: number;
  readonly timing: Partial<Timing>;
  /** A database; a folder when left out. */
  readonly postgres: string | undefined;
}

/** What the processes deploy to; `shared listener`: each to a certificate of its own, and all point one listener at theirs. */
export type ArenaKind = 'acm' | 'vault' | 'listener' | 'shared listener';

/** Several processes with the same records, and one place that all of them want. */
export class Arena {
  readonly #attempts: { readonly site: Site; readonly attempt: Attempt }[] = [];
  #renewals = 0;
  /** One for all processes, or one for each. */
  #sites: readonly Site[] = [];
  #listeners: Listeners | undefined;

  private constructor(
    readonly clouds: Clouds,
    readonly records: Persistence,
    readonly processes: readonly DeployerProcess[],
    private readonly name: string,
    private readonly pool: DeployerPool,
    private readonly folder: string,
  ) {}

  static async open({ name, pool, processes, timing, postgres }: ArenaOptions): Promise<Arena> {
    const folder = mkdtempSync(join(tmpdir(), 'certctl-race-'));
    const data = join(folder, 'data');
    const place: RecordsPlace = postgres === undefined ? { folder: data } : { postgres };
    const keyFile = join(folder, 'key-encryption-key');
    const keyEncryptionKey = await fileKeyEncryptionKey(keyFile, { dataFolder: data, create: true });
    const records = await openPersistence({ ...place, keyEncryptionKey, clock: new SystemClock() });
    const who = Array.from({ length: processes }, (_, number) => deployer(`${name}-${number}`));
    const clouds = await Clouds.start(who);
    const common = {
      records: place,
      keyFile,
      instance: INSTANCE,
      timing,
      reload: { file: '/bin/true', args: [] },
    };
    const started = await Promise.all(who.map((each) => pool.start({ ...common, ...each })));
    return new Arena(clouds, records, started, name, pool, folder);
  }

  /** An empty place that no deploy has seen before. */
  async renew(kind: ArenaKind): Promise<void> {
    await this.#listeners?.close();
    this.#listeners = undefined;
    this.#renewals += 1;
    this.#attempts.length = 0;
    this.clouds.reset();
    const { acm, elb, vault } = this.clouds;
    const id = `${this.name}-${this.#renewals}`;
    switch (kind) {
      case 'acm':
        this.#sites = [new AcmSite(acm, id)];
        return;
      case 'vault':
        this.#sites = [new VaultSite(vault, id)];
        return;
      case 'listener': {
        const listeners = await Listeners.open(acm, elb);
        this.#listeners = listeners;
        this.#sites = [new ListenerSite(acm, id, listeners, ['first', 'second'])];
        return;
      }
      case 'shared listener': {
        const listeners = await Listeners.open(acm, elb);
        this.#listeners = listeners;
        this.#sites = this.processes.map(
          (_, number) => new ListenerSite(acm, `${id}-${number}`, listeners, ['first'], true),
        );
      }
    }
  }

  /** Where a process deploys to. */
  siteOf(by: DeployerProcess): Site {
    const site = this.#sites[this.processes.indexOf(by)] ?? this.#sites[0];
    if (!site) throw new Error('there is no place to deploy to');
    return site;
  }

  async deploy(by: DeployerProcess, leaf: IssuedLeaf, halts: readonly Halt[] = []): Promise<DeployEnd> {
    const id = randomUUID();
    const tags = { release: leaf.facts.serial };
    // They come in any order, so none is later than all others.
    const site = this.siteOf(by);
    const target = { ...site.target(tags), allow_older: true };
    await by.prepare(target);
    const end = await by.deploy({
      id,
      target,
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      halts,
    });
    this.#attempts.push({ site, attempt: { id, leaf, tags, end } });
    return end;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts.map(({ attempt }) => attempt);
  }

  /** What is wrong when nobody is at work any more. */
  async problems(): Promise<string[]> {
    const { records } = this;
    const { order, problems } = await this.#journalOrder();
    const closed = [...this.#attempts].sort(
      (one, two) => rank(order, one.attempt) - rank(order, two.attempt),
    );
    for (const site of this.#sites) {
      const attempts = closed.filter((each) => each.site === site).map(({ attempt }) => attempt);
      problems.push(...(await problemsOf({ site, records, attempts, instance: INSTANCE })));
    }
    const [first] = this.#sites;
    if (!this.#listeners || first?.listeners) return problems;
    const all = await recorded(
      closed.map(({ attempt }) => attempt),
      records,
    );
    return [...problems, ...this.#listeners.glance(), ...listenerProblems(this.#listeners, all)];
  }

  /**
   * Whether the default of the first listener has had, one after the other, the certificates that the journal tells of.
   * Of deploys that nobody has stopped.
   */
  async listenerHistoryProblems(): Promise<string[]> {
    if (!this.#listeners) return [];
    const { order } = await this.#journalOrder();
    const told = [...this.#listeners.before.first];
    for (const id of order) {
      const closed = await this.records.journal.ended(id);
      const reference = closed?.status === 'deployed' ? closed.entry.reference : undefined;
      if (reference !== undefined && reference !== told.at(-1)) told.push(reference);
    }
    const had = this.#listeners.historyOf('first');
    if (had.join() === told.join()) return [];
    return [`the listener has had ${had.join(', ')}, and the journal tells of ${told.join(', ')}`];
  }

  /** The deployments as they were closed: the audit is written with the closing, and its chain is in one order. */
  async #journalOrder(): Promise<{ readonly order: readonly string[]; readonly problems: string[] }> {
    const limit = this.#attempts.length * 3 + 1;
    const targets = new Set(this.#sites.map((site) => site.target({}).id));
    const rows = await this.records.audit.list({ limit });
    const order = rows
      .filter(
        ({ event, outcome, targetId }) =>
          targets.has(targetId) && outcome !== 'unresolved' && (event === 'deploy' || event === 'recovery'),
      )
      .map(({ deploymentId }) => deploymentId)
      .reverse();
    const problems: string[] = [];
    let last = 0;
    for (const id of order) {
      const closed = await this.records.journal.ended(id);
      if (closed && closed.closedAt < last)
        problems.push(`${id} was closed before the one that comes before it`);
      last = closed?.closedAt ?? last;
    }
    return { order, problems };
  }

  async close(): Promise<void> {
    for (const each of this.processes) await this.pool.end(each);
    await this.#listeners?.close();
    await this.records.close();
    await this.clouds.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function rank(order: readonly string[], { id }: Attempt): number {
  return order.indexOf(id);
}
