import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import {
  type FakeEntra,
  type FakeVault,
  type FakeVaultOptions,
  type FaultSpec,
  type FaultTurn,
  type LoggedRequest,
  type ObservedVersion,
  startFakeEntra,
  startFakeVault,
  type VaultFault,
} from '@certctl/emulators';
import { createEngine, type Engine, type Target, TOKENS } from '@certctl/engine';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { gives, NAME, TOKEN } from '../src/vault-scenario.js';
import {
  committed,
  deletionPlanned,
  deploy,
  INSTANCE,
  type Leaves,
  leaves,
  ourTags,
  TIMING,
} from './acts.js';
import type { FaultSlug } from './fault-kinds.js';
import { Records } from './records.js';
import type { Armed, Ended, Impossible, Scene, WireRequest } from './scene.js';
import { TOKEN_REQUESTS, vaultFault } from './vault-faults.js';
import { watchedPlugin } from './watched-plugin.js';

const CLIENT = 'aaaaaaaa-0000-4000-8000-000000000001';
const SECRET = 'secret-of-the-client';
const HEADERS = { authorization: `Bearer ${TOKEN}` };

/** The permission that a request needs, which is the name that the plugin declares. */
function declared(operation: string): string {
  if (TOKEN_REQUESTS.has(operation)) return 'Microsoft.Entra/token';
  const action: Readonly<Record<string, string>> = {
    ImportCertificate: 'certificates/import/action',
    UpdateCertificate: 'certificates/update/action',
    DeleteCertificate: 'certificates/delete',
    RecoverDeletedCertificate: 'certificates/recover/action',
    GetCertificateVersions: 'certificates/listversions/read',
    GetSecret: 'secrets/getSecret/action',
  };
  return `Microsoft.KeyVault/vaults/${action[operation] ?? 'certificates/read'}`;
}

export interface VaultArrangement {
  readonly emulator?: FakeVaultOptions;
  /** What the name is before: the old certificate, deployed by us, and perhaps no longer in service. */
  readonly before?: 'held' | 'disabled' | 'deleted';
  /** Whether the key of what is held is not kept here any more. */
  readonly keyLost?: boolean;
  /** Whether tokens come from Entra ID; otherwise the host gives one. */
  readonly byEntra?: boolean;
  readonly standing?: readonly FaultSpec<VaultFault>[];
  readonly act?: (scene: VaultScene) => Promise<Ended>;
}

let authority:
  | Promise<{ readonly ca: string; readonly tls: { readonly cert: string; readonly key: string } }>
  | undefined;

/** Authorities speak https only. */
async function entraTls() {
  const ca = await issueAuthority();
  const leaf = await issueLeaf(ca, { names: ['localhost', '127.0.0.1'] });
  return { ca: ca.certificatePem, tls: { cert: leaf.certificatePem, key: leaf.privateKeyPem } };
}

/** The engine and fake-vault, over HTTP; with fake-entra where the flow is about tokens. */
export class VaultScene implements Scene {
  readonly wire: WireRequest[] = [];
  readonly records = new Records();
  readonly engine: Engine;
  readonly unseen?: string;
  #challenged = false;
  #deletion: string | undefined;

  private constructor(
    readonly emulator: FakeVault,
    private readonly entra: FakeEntra | undefined,
    private readonly caBundle: string | undefined,
    private readonly arrangement: VaultArrangement,
    readonly leaves: Leaves,
  ) {
    if (entra === undefined) this.unseen = 'Microsoft.Entra/token';
    this.engine = this.#start(this.records);
  }

  #start(records: Records): Engine {
    const { entra, caBundle } = this;
    const token = () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 });
    return createEngine({
      plugins: [watchedPlugin(azureKeyVault, records)],
      instance: INSTANCE,
      timing: TIMING,
      services: [
        [
          TOKENS.http,
          {
            connectTimeoutMs: 1_000,
            maxSockets: 16,
            allowEndpoints: true,
            ...(caBundle ? { caBundle } : {}),
          },
        ],
        [TOKENS.credentials, { get: () => (entra ? undefined : { getToken: async () => token() }) }],
        ...records.services(),
      ],
    });
  }

  static async create(arrangement: VaultArrangement): Promise<VaultScene> {
    const seen: { scene?: VaultScene } = {};
    const emulator = await startFakeVault({
      principals: [{ token: TOKEN }],
      ...arrangement.emulator,
      onRequest: (request) => seen.scene?.heard(request),
    });
    let entra: FakeEntra | undefined;
    let ca: string | undefined;
    if (arrangement.byEntra) {
      authority ??= entraTls();
      const made = await authority;
      ca = made.ca;
      process.env.CERTCTL_FAULTS_SECRET = SECRET;
      entra = await startFakeEntra({
        tls: made.tls,
        vaults: [emulator],
        applications: [{ clientId: CLIENT, secrets: [SECRET] }],
        onRequest: (request) => seen.scene?.heard(request),
      });
    }
    const scene = new VaultScene(emulator, entra, ca, arrangement, await leaves());
    await scene.#arrange();
    seen.scene = scene;
    return scene;
  }

  async #arrange(): Promise<void> {
    const { before, keyLost, standing = [] } = this.arrangement;
    if (before !== undefined) {
      const { old } = this.leaves;
      this.emulator.seed({
        name: NAME,
        certificate: old.certificatePem,
        chain: old.chainPem,
        privateKey: old.privateKeyPem,
        contentType: 'application/x-pem-file',
        tags: ourTags('api', {}),
        importedAt: Date.now() - 60_000,
      });
      if (!keyLost) {
        const address = `${this.emulator.host}:${this.emulator.port}/${NAME}`;
        await committed(this.records, old, { targetId: 'api', address });
      }
    }
    const at = `${this.emulator.url}/certificates/${NAME}?api-version=2025-07-01`;
    if (before === 'deleted') await fetch(at, { method: 'DELETE', headers: HEADERS });
    if (before === 'disabled') {
      const body = JSON.stringify({ attributes: { enabled: false } });
      await fetch(at, { method: 'PATCH', headers: { ...HEADERS, 'content-type': 'application/json' }, body });
    }
    if (before === 'deleted') this.#deletion = await this.#plannedDeletion();
    for (const fault of standing) this.emulator.faults.add(fault);
  }

  /** What a plan says must be named for the name to be recovered; asked by an engine that leaves no record. */
  async #plannedDeletion(): Promise<string> {
    const engine = this.#start(new Records());
    try {
      return await deletionPlanned(engine, this.target(), this.leaves.renewed);
    } finally {
      await engine.close();
    }
  }

  /**
   * The SDK authenticates again after a 401, and sends the request a second time within one attempt; one that
   * began with a challenge it takes for refused.
   */
  heard({ operation, status, faults }: LoggedRequest): void {
    const again = status === 401 && operation !== 'Challenge' && operation !== 'Token' && !this.#challenged;
    if (operation !== 'Token' && operation !== 'Discovery') {
      this.#challenged = again || operation === 'Challenge';
    }
    // One that goes wrong is the end of its attempt, and counts as that.
    const isFirst = operation === 'Challenge' || operation === 'Discovery';
    const goesOn = faults.every((kind) => kind === 'slow');
    const handshake = again || (isFirst && goesOn);
    this.wire.push({
      operation,
      moment: this.records.journal.moment,
      ...(handshake ? { handshake: true } : {}),
    });
  }

  get connection() {
    const identity = {
      credential_mode: 'client_secret',
      tenant_id: this.entra?.tenant,
      client_id: CLIENT,
      client_secret: 'env:CERTCTL_FAULTS_SECRET',
      authority_host: this.entra?.url,
    };
    return { vault_url: this.emulator.url, ...(this.entra ? identity : {}) };
  }

  target(): Target {
    return {
      id: 'api',
      type: 'AzureKeyVault',
      // PEM, because taking apart a PKCS#12 costs more than all the rest, and no fault of the wire is about it.
      config: { ...this.connection, certificate_name: NAME, content_type: 'pem' },
    };
  }

  arm(operation: string, nth: number, slug: FaultSlug): Armed | Impossible {
    const fault = vaultFault(slug, operation);
    if (fault.impossible !== undefined) return fault;
    const on: FaultTurn = fault.forGood ? { times: 1_000_000, after: nth - 1 } : { nth };
    // What Entra ID is told to do is a fault of the wire, which both books take.
    const book = TOKEN_REQUESTS.has(operation) ? this.entra?.faults : this.emulator.faults;
    const handle = book?.add({ ...fault.fault, operation, on } as FaultSpec<VaultFault & never>);
    if (handle === undefined) throw new Error(`there is nobody to ask for ${operation}`);
    const isOfTheSecret = operation === 'Challenge' && this.records.journal.moment !== 'before';
    this.records.watch(declared(isOfTheSecret ? 'GetSecret' : operation), () => handle.used);
    return { used: () => handle.used };
  }

  act(): Promise<Ended> {
    const acts = this.#deletion === undefined ? {} : { undelete: this.#deletion };
    return this.arrangement.act?.(this) ?? deploy(this.engine, this.target(), this.leaves.renewed, acts);
  }

  held(): string {
    const stored = this.emulator.state.certificate(NAME);
    if (stored === undefined) return 'nothing';
    const which = (version: ObservedVersion) => this.#which(version);
    const under = stored.versions.slice(0, -1).filter(({ enabled }) => enabled);
    const bad = under.map(which).filter((kind) => kind !== 'old');
    const beneath = bad.length === 0 ? '' : `, above an enabled ${bad.join(' and ')}`;
    const latest = `${which(stored.latest)}${stored.latest.enabled ? '' : ', disabled'}`;
    if (stored.status !== 'active') return `deleted (${latest})${beneath}`;
    return latest + beneath;
  }

  #which(version: ObservedVersion): string {
    const { old, renewed, newest } = this.leaves;
    const is = (leaf: Leaves['old']) => gives({ ...version, enabled: true }, leaf);
    const which = is(old) ? 'old' : is(renewed) ? 'new' : is(newest) ? 'newest' : 'foreign';
    if (which === 'foreign') return which;
    return version.tags['certctl-target-id'] === 'api' ? which : `${which} without its tags`;
  }

  snapshot(): unknown {
    return this.emulator.state.certificate(NAME);
  }

  heal(): void {
    this.emulator.faults.clear();
    this.entra?.faults.clear();
  }

  again(): Promise<Ended> {
    return deploy(this.engine, this.target(), this.leaves.newest);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await Promise.all([this.emulator.close(), this.entra?.close()]);
  }
}
