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

/** Several processes with the same records, and one place that all of them deploy to. */
export class Arena {
  readonly #attempts: Attempt[] = [];
  #sites = 0;
  site: Site;

  private constructor(
    readonly clouds: Clouds,
    readonly records: Persistence,
    readonly processes: readonly DeployerProcess[],
    private readonly name: string,
    private readonly pool: DeployerPool,
    private readonly folder: string,
  ) {
    this.site = this.renew('acm');
  }

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
  renew(kind: 'acm' | 'vault'): Site {
    this.#sites += 1;
    this.#attempts.length = 0;
    this.clouds.acm.reset();
    this.clouds.vault.reset();
    this.clouds.onWrite = () => {};
    const id = `${this.name}-${this.#sites}`;
    this.site = kind === 'acm' ? new AcmSite(this.clouds.acm, id) : new VaultSite(this.clouds.vault, id);
    return this.site;
  }

  async deploy(by: DeployerProcess, leaf: IssuedLeaf, halts: readonly Halt[] = []): Promise<DeployEnd> {
    const id = randomUUID();
    const tags = { release: leaf.facts.serial };
    // They come in any order, so none is later than all others.
    const target = { ...this.site.target(tags), allow_older: true };
    await by.prepare(target);
    const end = await by.deploy({
      id,
      target,
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      halts,
    });
    this.#attempts.push({ id, leaf, tags, end });
    return end;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  /** What is wrong when nobody is at work any more. */
  async problems(): Promise<string[]> {
    const { site, records } = this;
    const { order, problems } = await this.#journalOrder();
    const attempts = [...this.#attempts].sort((one, two) => rank(order, one) - rank(order, two));
    return [...problems, ...(await problemsOf({ site, records, attempts, instance: INSTANCE }))];
  }

  /** The deployments as they were closed: the audit is written with the closing, and its chain is in one order. */
  async #journalOrder(): Promise<{ readonly order: readonly string[]; readonly problems: string[] }> {
    const limit = this.#attempts.length * 3 + 1;
    const rows = await this.records.audit.list({ targetId: this.site.target({}).id, limit });
    const order = rows
      .filter(
        ({ event, outcome }) => outcome !== 'unresolved' && (event === 'deploy' || event === 'recovery'),
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
    await this.records.close();
    await this.clouds.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function rank(order: readonly string[], { id }: Attempt): number {
  return order.indexOf(id);
}
