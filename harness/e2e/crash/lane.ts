import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock, type Timing } from '@certctl/engine';
import { fileKeyEncryptionKey, openPersistence, type Persistence } from '@certctl/persistence';
import type { DeployerPool } from '../deployer/deployer-pool.js';
import type { DeployerProcess } from '../deployer/deployer-process.js';
import type { Installation, RecordsPlace } from '../deployer/orders.js';
import { comeUpWith, putOnDisk } from '../deployer/power.js';
import { AcmSite } from '../sites/acm-site.js';
import { Clouds, deployer } from '../sites/clouds.js';
import { FileSite } from '../sites/file-site.js';
import { ListenerSite } from '../sites/listener-site.js';
import { Listeners, type Slot } from '../sites/listeners.js';
import type { Site } from '../sites/site.js';
import { VaultSite } from '../sites/vault-site.js';

/**
 * Long where a machine that is busy would otherwise decide what happens, short where it is waited for something
 * that does not come. Leases cost nothing: time is let pass.
 */
const TIMING: Partial<Timing> = {
  deployMs: 120_000,
  rollbackMs: 120_000,
  requestMs: 30_000,
  proveMs: 1_000,
  proveFirstIntervalMs: 10,
  proveLongestIntervalMs: 100,
  settleMs: 100,
  attempts: 4,
  retryFirstMs: 10,
  retryLongestMs: 100,
};
/** Longer than any lease. */
const UNTIL_FREE_MS = 600_000;

/** Fails once, and works from then on: a file tells it to, which it removes. */
const RELOAD = 'if rm "$0" 2>/dev/null; then exit 3; fi';
const INSTANCE = 'crash';

export interface LaneOptions {
  /** Of a database for the records; a folder when left out. */
  readonly postgres?: string | undefined;
  /** With each process the power of its machine fails. For records in a folder. */
  readonly power?: boolean | undefined;
}

/** One installation with its records and its services, on which deploys are killed one after the other. */
export class Lane {
  /** The process that is alive, when there is one. */
  deployer: DeployerProcess | undefined;
  #sites = 0;
  #records: Persistence | undefined;
  #site: Site | undefined;

  private constructor(
    readonly name: string,
    readonly clouds: Clouds,
    readonly installation: Installation,
    readonly reloadFails: string,
    private readonly openRecords: () => Promise<Persistence>,
    private readonly pool: DeployerPool,
    private readonly folder: string,
  ) {}

  static async open(name: string, pool: DeployerPool, { postgres, power }: LaneOptions): Promise<Lane> {
    const who = deployer(name);
    const folder = mkdtempSync(join(tmpdir(), 'certctl-crash-'));
    const data = join(folder, 'data');
    const place: RecordsPlace = postgres === undefined ? { folder: data } : { postgres };
    const keyFile = join(folder, 'key-encryption-key');
    const reloadFails = join(folder, 'reload-fails');
    const keyEncryptionKey = await fileKeyEncryptionKey(keyFile, { dataFolder: data, create: true });
    const clock = new SystemClock();
    const openRecords = () => openPersistence({ ...place, keyEncryptionKey, clock });
    const installation: Installation = {
      ...who,
      records: place,
      ...(power && 'folder' in place ? { disk: join(folder, 'disk') } : {}),
      keyFile,
      instance: INSTANCE,
      timing: TIMING,
      reload: { file: '/bin/sh', args: ['-c', RELOAD, reloadFails] },
    };
    const clouds = await Clouds.start([who]);
    const lane = new Lane(name, clouds, installation, reloadFails, openRecords, pool, folder);
    lane.#records = await openRecords();
    return lane;
  }

  /** As whoever comes by sees them. */
  get records(): Persistence {
    if (!this.#records) throw new Error('the records are not open');
    return this.#records;
  }

  /** Everything that was done so far has been on disk for long. */
  settle(): void {
    const { records, disk } = this.installation;
    if (disk !== undefined && 'folder' in records) putOnDisk(records.folder, disk);
  }

  /** Takes away what no disk has, if the power fails with a process here. Its deployer is dead. */
  async losePower(): Promise<void> {
    const { records, disk } = this.installation;
    if (disk === undefined || !('folder' in records)) return;
    await this.records.close();
    comeUpWith(records.folder, disk);
    this.#records = await this.openRecords();
  }

  /** An empty place that no deploy has seen before. @param slots places at listeners, in the order of the bindings */
  async newSite(kind: Site['kind'], slots: readonly Slot[] = []): Promise<Site> {
    await this.#site?.close?.();
    this.#site = await this.#emptySite(kind, slots);
    return this.#site;
  }

  async #emptySite(kind: Site['kind'], slots: readonly Slot[]): Promise<Site> {
    this.#sites += 1;
    const id = `${this.name}-${this.#sites}`;
    this.clouds.reset();
    rmSync(this.reloadFails, { force: true });
    switch (kind) {
      case 'acm':
        return new AcmSite(this.clouds.acm, id);
      case 'listener': {
        const listeners = await Listeners.open(this.clouds.acm, this.clouds.elb);
        return new ListenerSite(this.clouds.acm, id, listeners, slots);
      }
      case 'vault':
        return new VaultSite(this.clouds.vault, id);
      case 'file': {
        const directory = join(this.clouds.folder, id);
        mkdirSync(directory);
        return new FileSite(join(directory, 'site.pem'), id);
      }
    }
  }

  /** The process that is alive, or a new one. */
  async running(): Promise<DeployerProcess> {
    this.deployer ??= await this.pool.start(this.installation, this.clouds.aheadMs);
    return this.deployer;
  }

  /** Lets as much time pass as the lease of a dead deploy can last, for whoever is alive as well. */
  async outlastLeases(): Promise<void> {
    await this.clouds.pass(UNTIL_FREE_MS);
    this.deployer?.setAhead(this.clouds.aheadMs);
  }

  /** What is left of the process is taken away. */
  async bury(): Promise<void> {
    const dead = this.deployer;
    this.deployer = undefined;
    if (dead) await this.pool.end(dead);
  }

  async close(): Promise<void> {
    await this.bury();
    await this.#site?.close?.();
    await this.records.close();
    await this.clouds.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
