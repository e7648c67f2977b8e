import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  type FakeVault,
  type FakeVaultOptions,
  type ObservedVaultCertificate,
  type ObservedVersion,
  startFakeVault,
  type VaultPrincipalOption,
} from '@certctl/emulators';
import {
  createEngine,
  type DeployRequest,
  type Engine,
  MemoryAddressBook,
  MemoryAuditLog,
  MemoryHolds,
  MemoryJournal,
  MemoryKeyKeeper,
  Metrics,
  type Outcome,
  type ServiceOverride,
  type Target,
  type Timing,
  TOKENS,
} from '@certctl/engine';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { expectStatus, QUICK, spkiSha256 } from './acm-scenario.js';

export const TOKEN = 'token-of-the-deployer';
export const NAME = 'api-prod';

export interface VaultScenarioOptions {
  readonly emulator?: FakeVaultOptions;
  readonly timing?: Partial<Timing>;
  readonly services?: readonly ServiceOverride[];
  /** The only permissions of the deployer; everything when left out. */
  readonly allow?: VaultPrincipalOption['allow'];
}

/** One installation: the engine, its records, and the vault that its requests go to over HTTP. */
export class VaultScenario {
  readonly audit = new MemoryAuditLog();
  readonly journal = new MemoryJournal();
  keeper = new MemoryKeyKeeper();
  readonly metrics = new Metrics();
  readonly holds = new MemoryHolds();
  engine: Engine;
  readonly #engines: Engine[] = [];

  private constructor(
    readonly emulator: FakeVault,
    private readonly options: VaultScenarioOptions,
  ) {
    this.engine = this.start();
  }

  static async create(options: VaultScenarioOptions = {}): Promise<VaultScenario> {
    const { allow } = options;
    const principal = { token: TOKEN, ...(allow ? { allow } : {}) };
    const emulator = await startFakeVault({ principals: [principal], ...options.emulator });
    return new VaultScenario(emulator, options);
  }

  /** An engine on the records of this installation, in the place of the one before. */
  start(): Engine {
    this.engine = createEngine({
      plugins: [azureKeyVault],
      instance: 'e2e',
      timing: { ...QUICK, ...this.options.timing },
      services: [
        [TOKENS.http, { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true }],
        [TOKENS.credentials, { get: () => ({ getToken: async () => tokenFor(TOKEN) }) }],
        [TOKENS.audit, this.audit],
        [TOKENS.journal, this.journal],
        [TOKENS.keeper, this.keeper],
        [TOKENS.addressBook, new MemoryAddressBook()],
        [TOKENS.holds, this.holds],
        [TOKENS.metrics, this.metrics],
        ...(this.options.services ?? []),
      ],
    });
    this.#engines.push(this.engine);
    return this.engine;
  }

  /** Another machine, which has no key of what was deployed before. */
  forgetKeys(): void {
    this.keeper = new MemoryKeyKeeper();
    this.start();
  }

  target(config: Readonly<Record<string, unknown>> = {}, over: Partial<Target> = {}): Target {
    return {
      id: 'api',
      type: 'AzureKeyVault',
      config: { vault_url: this.emulator.url, certificate_name: NAME, ...config },
      ...over,
    };
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

  /** A first version, deployed; what was asked for on the way is forgotten. */
  async deployed(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<void> {
    expectStatus(await this.deploy(leaf, over), 'deployed');
    this.emulator.requests.clear();
  }

  /** What the vault holds under the name, seen past the API. */
  held(): ObservedVaultCertificate {
    const found = this.emulator.state.certificate(NAME);
    if (!found) throw new Error('the vault holds nothing under the name');
    return found;
  }

  versions(): readonly ObservedVersion[] {
    return this.emulator.state.certificate(NAME)?.versions ?? [];
  }

  /** Requests that would change something. */
  writes(): string[] {
    return this.emulator.requests
      .all()
      .map(({ operation }) => operation)
      .filter((operation) => /^(Import|Update|Delete|Recover|Purge)/.test(operation));
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.close()));
    await this.emulator.close();
  }
}

function tokenFor(token: string) {
  return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
}

/** Whether a version gives consumers this leaf, with the key and the chain that belong to it. */
export function gives(version: ObservedVersion | undefined, leaf: IssuedLeaf): boolean {
  return (
    version?.enabled === true &&
    version.keyMatches &&
    Buffer.compare(version.leaf, leaf.facts.der) === 0 &&
    version.keySpkiSha256 === spkiSha256(leaf.certificatePem) &&
    version.chain.length === 1
  );
}
