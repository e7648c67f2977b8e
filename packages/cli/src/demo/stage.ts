import { type Authority, type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeVault,
  type ObservedCertificate,
  type ObservedVersion,
  startFakeAcm,
  startFakeVault,
  type TlsListener,
} from '@certctl/emulators';
import { createEngine, type Engine, type Target, type Timing, TOKENS } from '@certctl/engine';
import type { KeyAlgorithm } from '@certctl/plugin-api';
import { PLUGINS } from '../session/plugins.js';
import { BalancerStage } from './balancer-stage.js';
import { handshake, type Presented } from './handshake.js';

export const NAMES = ['www.example.com', 'api.example.com'] as const;
const REGION = 'eu-west-1';

/** Nothing here is far away or slow, so waiting as long as for a cloud would only be waiting. */
export const DEMO_TIMING = {
  proveMs: 1_500,
  proveFirstIntervalMs: 100,
  settleMs: 300,
} as const satisfies Partial<Timing>;

/** Names of the requests that change something, as the emulator logs them. */
const WRITES: readonly string[] = [
  'ImportCertificate',
  'AddTagsToCertificate',
  'RemoveTagsFromCertificate',
  'DeleteCertificate',
  'UpdateCertificate',
  'RecoverDeletedCertificate',
  'ModifyListener',
];

const VAULT_NAME = 'www';
const TOKEN = 'demo-token';

/** By vendor, as a host supplies them; the operator's own are not looked for. */
const CREDENTIALS: Readonly<Record<string, unknown>> = {
  aws: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  azure: {
    getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }),
  },
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Everything that the demo plays with: emulators, the engine on the real SDKs, an authority, a client. */
export class Stage {
  readonly #authority: Authority;
  readonly #root: Authority;
  readonly #signal: AbortSignal;
  readonly #born: number;
  #listener: TlsListener | undefined;
  #vaultListener: TlsListener | undefined;
  #issued = 0;
  #balancer: { readonly balancer: BalancerStage; readonly old: IssuedLeaf } | undefined;

  private constructor(
    readonly emulator: FakeAcm,
    readonly vault: FakeVault,
    readonly engine: Engine,
    readonly target: Target,
    readonly vaultTarget: Target,
    authorities: { readonly root: Authority; readonly intermediate: Authority },
    signal: AbortSignal,
  ) {
    this.#root = authorities.root;
    this.#authority = authorities.intermediate;
    this.#signal = signal;
    this.#born = Math.floor((Date.now() - HOUR_MS) / 1000) * 1000;
  }

  static async open(signal: AbortSignal): Promise<Stage> {
    const root = await issueAuthority({ name: 'certctl demo root', keyAlgorithm: 'RSA-2048' });
    const intermediate = await issueAuthority({
      name: 'certctl demo intermediate',
      keyAlgorithm: 'RSA-2048',
      parent: root,
    });
    const emulator = await startFakeAcm({ region: REGION, tagsOnReimport: 'lose' });
    const vault = await startFakeVault({ vault: 'prod-vault', principals: [{ token: TOKEN }] });
    const engine = createEngine({
      plugins: PLUGINS,
      instance: 'demo',
      timing: DEMO_TIMING,
      services: [
        [TOKENS.http, { connectTimeoutMs: 5_000, maxSockets: 8, allowEndpoints: true }],
        // The operator's own credentials must not be sent anywhere by a demo.
        [TOKENS.credentials, { get: (vendor: string) => CREDENTIALS[vendor] }],
      ],
    });
    const { url } = emulator;
    const target: Target = {
      id: 'www',
      name: 'Production web',
      type: 'AWSACM',
      config: {
        region: REGION,
        tags: { env: 'production' },
        endpoints: { acm: url, sts: url, tagging: url },
      },
    };
    const vaultTarget: Target = {
      id: 'www-vault',
      name: 'Production gateway',
      type: 'AzureKeyVault',
      config: { vault_url: vault.url, certificate_name: VAULT_NAME, tags: { env: 'production' } },
    };
    const authorities = { root, intermediate };
    return new Stage(emulator, vault, engine, target, vaultTarget, authorities, signal);
  }

  /** A leaf, each valid from five minutes later than the one before, as renewals are. */
  issue(options: { keyAlgorithm?: KeyAlgorithm; names?: readonly string[] } = {}): Promise<IssuedLeaf> {
    const notBefore = this.#born + this.#issued++ * 5 * MINUTE_MS;
    return issueLeaf(this.#authority, {
      names: options.names ?? NAMES,
      keyAlgorithm: options.keyAlgorithm ?? 'RSA-2048',
      notBefore,
    });
  }

  request(leaf: IssuedLeaf, target = this.target) {
    return {
      target,
      certificate: leaf.certificatePem,
      chain: leaf.chainPem,
      privateKey: leaf.privateKeyPem,
      actor: 'demo',
      signal: this.#signal,
    };
  }

  /** What a client of a load balancer that uses the certificate is shown now. */
  async handshake(arn: string): Promise<Presented> {
    this.#listener ??= await this.emulator.listenTls(arn);
    return handshake(this.#listener, NAMES[0], this.#root.certificatePem);
  }

  /** What a consumer of the vault's latest version shows its clients now. */
  async vaultHandshake(): Promise<Presented> {
    this.#vaultListener ??= await this.vault.listenTls(VAULT_NAME);
    return handshake(this.#vaultListener, NAMES[0], this.#root.certificatePem);
  }

  /** Versions in the vault, oldest first. */
  versions(): readonly ObservedVersion[] {
    return this.vault.state.certificate(VAULT_NAME)?.versions ?? [];
  }

  /** Somebody deletes the name in the vault, past certctl. */
  async deleteFromVault(): Promise<void> {
    const answer = await fetch(`${this.vault.url}/certificates/${VAULT_NAME}?api-version=2025-07-01`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    if (!answer.ok) throw new Error(`the vault answered ${answer.status}`);
  }

  /** The only certificate that the emulator holds; undefined when there are none or several. */
  held(): ObservedCertificate | undefined {
    const [only, ...others] = this.emulator.state.certificates();
    return others.length === 0 ? only : undefined;
  }

  /** How many requests that change something the emulator has logged. */
  writes(): number {
    return [...this.emulator.requests.all(), ...this.vault.requests.all()].filter(({ operation }) =>
      WRITES.includes(operation),
    ).length;
  }

  /** The certificate of the authority that clients trust. */
  get rootPem(): string {
    return this.#root.certificatePem;
  }

  /** A load balancer in an account of its own, and what its listeners have used so far. */
  async balancer(): Promise<{ readonly balancer: BalancerStage; readonly old: IssuedLeaf }> {
    if (!this.#balancer) {
      const old = await this.issue();
      this.#balancer = { old, balancer: await BalancerStage.open(old) };
    }
    return this.#balancer;
  }

  /** Every emulator that was asked for anything. */
  emulators(): readonly Pick<FakeAcm, 'requests'>[] {
    const { balancer } = this.#balancer ?? {};
    return [this.emulator, this.vault, ...(balancer ? [balancer.acm, balancer.elb] : [])];
  }

  async close(): Promise<void> {
    await this.#balancer?.balancer.close();
    await this.engine.close();
    await Promise.all([this.emulator.close(), this.vault.close()]);
  }
}
