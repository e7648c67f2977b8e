import { X509Certificate } from 'node:crypto';
import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import type { Plugin, StorePlugin } from '@certctl/plugin-api';
import {
  type Fault,
  MemoryBalancer,
  MemoryService,
  MemoryVault,
  memoryBinding,
  memoryStore,
  memoryVaultStore,
  publicKeyOf,
  type Stored,
  VirtualClock,
} from '@certctl/reference';
import { MemoryUsageLog } from '../call/usage-log.js';
import { TOKENS } from '../composition/tokens.js';
import { createEngine, type Engine } from '../engine.js';
import type { DeployRequest } from '../flow/deployment.js';
import type { Journal } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import { MemoryKeyKeeper } from '../keeper/memory-key-keeper.js';
import { MemoryLeases } from '../lease/memory-leases.js';
import { Metrics } from '../observability/metrics.js';
import type { Outcome } from '../outcome/outcome.js';
import { MemoryAddressBook } from '../record/address-book.js';
import { MemoryAuditLog } from '../record/audit-log.js';
import { MemoryCompromisedLeaves } from '../record/compromised-leaves.js';
import { MemoryDeploymentRecords } from '../record/deployment-records.js';
import { MemoryHolds } from '../record/holds.js';
import type { Target } from '../target.js';

const DAY = 86_400_000;

let issued: ReturnType<typeof issueOnce> | undefined;

/** Every scenario begins at the same moment, so one authority serves all of them. */
async function issueOnce(): Promise<{ authority: Authority; impostor: IssuedLeaf }> {
  const now = new VirtualClock().now();
  const root = await issueAuthority({ name: 'test root', notBefore: now - 400 * DAY });
  const authority = await issueAuthority({ name: 'test issuing', parent: root, notBefore: now - 300 * DAY });
  const impostor = await issueLeaf(authority, { names: ['impostor.example'], notBefore: now - DAY });
  return { authority, impostor };
}

/** An engine on the store in memory, with everything around it in reach of a test. */
export class Scenario {
  readonly clock = new VirtualClock();
  readonly audit = new MemoryAuditLog();
  readonly holds = new MemoryHolds();
  readonly keeper = new MemoryKeyKeeper();
  readonly compromised = new MemoryCompromisedLeaves();
  readonly addressBook = new MemoryAddressBook();
  readonly deployments = new MemoryDeploymentRecords();
  readonly leases = new MemoryLeases(this.clock);
  readonly metrics = new Metrics();
  readonly usage = new MemoryUsageLog();
  readonly service: MemoryService;
  readonly vault: MemoryVault;
  readonly balancer: MemoryBalancer;
  journal: Journal = new MemoryJournal();
  engine: Engine;

  /** What a faulty import stores in the place of what was sent. */
  readonly impostor: { readonly leafPem: string; readonly keyPem: string };

  private constructor(
    readonly authority: Authority,
    impostor: IssuedLeaf,
  ) {
    this.impostor = { leafPem: impostor.certificatePem, keyPem: impostor.privateKeyPem };
    this.service = new MemoryService(this.clock, this.impostor);
    this.vault = new MemoryVault(this.clock, this.impostor);
    this.balancer = new MemoryBalancer(this.service);
    this.engine = this.restart();
  }

  static async create(): Promise<Scenario> {
    issued ??= issueOnce();
    const { authority, impostor } = await issued;
    return new Scenario(authority, impostor);
  }

  /** Another process on the same records: a new engine that knows what was written, and nothing else. */
  restart(
    services: {
      journal?: Journal;
      instance?: string;
      plugin?: (service: MemoryService) => StorePlugin;
      /** Beside those that every scenario has. */
      more?: readonly Plugin[];
    } = {},
  ): Engine {
    this.journal = services.journal ?? this.journal;
    this.engine = createEngine({
      plugins: [
        (services.plugin ?? memoryStore)(this.service),
        memoryStore(this.service, 'replaces'),
        memoryVaultStore(this.vault),
        memoryBinding(this.balancer),
        ...(services.more ?? []),
      ],
      instance: services.instance ?? 'test',
      services: [
        [TOKENS.clock, this.clock],
        [TOKENS.random, () => 0.5],
        [TOKENS.audit, this.audit],
        [TOKENS.deployments, this.deployments],
        [TOKENS.holds, this.holds],
        [TOKENS.keeper, this.keeper],
        [TOKENS.compromised, this.compromised],
        [TOKENS.addressBook, this.addressBook],
        [TOKENS.leases, this.leases],
        [TOKENS.metrics, this.metrics],
        [TOKENS.usage, this.usage],
        [TOKENS.journal, this.journal],
      ],
    });
    return this.engine;
  }

  /** A leaf for www.example.com, valid now. */
  issue(options: Partial<LeafOptions> = {}): Promise<IssuedLeaf> {
    return issueLeaf(this.authority, {
      names: ['www.example.com'],
      notBefore: this.clock.now() - 3_600_000,
      notAfter: this.clock.now() + 47 * DAY,
      ...options,
    });
  }

  target(over: Partial<Target> = {}): Target {
    return { id: 'web', type: 'memory', config: {}, ...over };
  }

  /** A target in the vault, which keeps versions. */
  vaultTarget(over: Partial<Target> = {}): Target {
    return { id: 'shop', type: 'memory-vault', config: { name: 'shop' }, ...over };
  }

  deployToVault(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<Outcome> {
    return this.deploy(leaf, { target: this.vaultTarget(), ...over });
  }

  /** A first version, deployed, and what came of it left behind. */
  async deployedToVault(over: Partial<DeployRequest> = {}): Promise<IssuedLeaf> {
    const leaf = await this.issue();
    const outcome = await this.deployToVault(leaf, over);
    if (outcome.status !== 'deployed') throw new Error(`the first deploy ended ${outcome.status}`);
    this.vault.requests.length = 0;
    return leaf;
  }

  /** Whether consumers of the latest version are given this leaf. */
  vaultServes(leaf: IssuedLeaf): boolean {
    return this.vault.served('shop') === publicKeyOf(new X509Certificate(leaf.certificatePem));
  }

  deploy(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<Outcome> {
    return this.engine.deploy({
      target: this.target(),
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      ...over,
    });
  }

  /** A first certificate, deployed, and what came of it left behind. */
  async deployed(over: Partial<DeployRequest> = {}): Promise<IssuedLeaf> {
    const leaf = await this.issue();
    const outcome = await this.deploy(leaf, over);
    if (outcome.status !== 'deployed') throw new Error(`the first deploy ended ${outcome.status}`);
    this.service.requests.length = 0;
    return leaf;
  }

  fault(fault: Fault): void {
    this.service.faults.push(fault);
  }

  /** The one certificate that exists. */
  only(): Stored {
    const [stored, ...others] = this.service.all();
    if (!stored || others.length > 0)
      throw new Error(`${others.length + (stored ? 1 : 0)} certificates exist`);
    return stored;
  }

  /** Whether the service would complete a handshake with this leaf: the leaf, and the key that belongs to it. */
  serves(leaf: IssuedLeaf): boolean {
    const stored = this.only();
    const wanted = new X509Certificate(leaf.certificatePem);
    return (
      new X509Certificate(stored.leafPem).raw.equals(wanted.raw) &&
      stored.keyFingerprint === publicKeyOf(wanted)
    );
  }

  async metric(name: string, labels: Record<string, string>): Promise<number> {
    const metric = (await this.metrics.registry.getMetricsAsJSON()).find((each) => each.name === name);
    const value = metric?.values.find((each) =>
      Object.entries(labels).every(([label, wanted]) => String(each.labels[label]) === wanted),
    );
    return value?.value ?? 0;
  }
}
