import { AssertionError } from 'node:assert';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import {
  type Authority,
  type IssuedLeaf,
  issueAuthority,
  issueLeaf,
  type LeafOptions,
} from '@certctl/certificate/issue';
import {
  type FakeAcm,
  type FakeAcmOptions,
  type ObservedCertificate,
  startFakeAcm,
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
  type OutcomeStatus,
  type ServiceOverride,
  type Target,
  type Timing,
  TOKENS,
} from '@certctl/engine';
import type { BindingPlugin } from '@certctl/plugin-api';
import { awsAcm } from '@certctl/plugin-aws-acm';

export const REGION = 'us-east-1';
export const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-for-tests' };

/** Real time, so that a failure that has to be waited out costs a test a second and not a minute. */
export const QUICK: Partial<Timing> = {
  deployMs: 20_000,
  rollbackMs: 20_000,
  requestMs: 2_000,
  proveMs: 600,
  proveFirstIntervalMs: 10,
  proveLongestIntervalMs: 100,
  settleMs: 150,
  attempts: 4,
  retryFirstMs: 10,
  retryLongestMs: 100,
};

const HOUR = 3_600_000;

let authorities: Promise<Authority> | undefined;

/** An issuing authority below a root, so that every deploy has a chain. */
function testAuthority(): Promise<Authority> {
  authorities ??= issueAuthority({ name: 'e2e root', notBefore: Date.now() - 5_000 * HOUR }).then((parent) =>
    issueAuthority({ name: 'e2e issuing', parent, notBefore: Date.now() - 4_000 * HOUR }),
  );
  return authorities;
}

/** A leaf for www.example.com. Of two, the one that was issued fewer hours ago is the renewal. */
export async function leafIssued(hoursAgo: number, options: Partial<LeafOptions> = {}): Promise<IssuedLeaf> {
  const notBefore = Date.now() - hoursAgo * HOUR;
  return issueLeaf(await testAuthority(), {
    names: ['www.example.com'],
    notBefore,
    notAfter: notBefore + 90 * 24 * HOUR,
    ...options,
  });
}

export interface ScenarioOptions {
  /** Beside the store, for bindings. */
  readonly plugins?: readonly BindingPlugin[];
  readonly emulator?: FakeAcmOptions;
  readonly timing?: Partial<Timing>;
  readonly services?: readonly ServiceOverride[];
}

/** One installation: the engine, its records, and the emulator that its requests go to over HTTP. */
export class AcmScenario {
  readonly audit = new MemoryAuditLog();
  readonly journal = new MemoryJournal();
  readonly keeper = new MemoryKeyKeeper();
  readonly metrics = new Metrics();
  engine: Engine;
  readonly #engines: Engine[] = [];

  private constructor(
    readonly emulator: FakeAcm,
    private readonly options: ScenarioOptions,
  ) {
    this.engine = this.start();
  }

  static async create(options: ScenarioOptions = {}): Promise<AcmScenario> {
    const emulator = await startFakeAcm({ region: REGION, accessKeys: [KEYS], ...options.emulator });
    return new AcmScenario(emulator, options);
  }

  /** An engine on the records of this installation, in the place of the one before. */
  start(options: { instance?: string; services?: readonly ServiceOverride[] } = {}): Engine {
    return this.#adopt(
      [
        [TOKENS.audit, this.audit],
        [TOKENS.journal, this.journal],
        [TOKENS.keeper, this.keeper],
        [TOKENS.addressBook, new MemoryAddressBook()],
        [TOKENS.holds, new MemoryHolds()],
        [TOKENS.metrics, this.metrics],
        ...(options.services ?? []),
      ],
      options.instance,
    );
  }

  /** An engine that remembers nothing: another machine, or one whose disk was lost. */
  startWithoutRecords(instance?: string): Engine {
    return this.#adopt([], instance);
  }

  #adopt(services: readonly ServiceOverride[], instance = 'e2e'): Engine {
    this.engine = createEngine({
      plugins: [awsAcm, ...(this.options.plugins ?? [])],
      instance,
      timing: { ...QUICK, ...this.options.timing },
      services: [
        [TOKENS.http, { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true }],
        [TOKENS.credentials, { get: () => KEYS }],
        ...(this.options.services ?? []),
        ...services,
      ],
    });
    this.#engines.push(this.engine);
    return this.engine;
  }

  target(config: Readonly<Record<string, unknown>> = {}, over: Partial<Target> = {}): Target {
    const { url } = this.emulator;
    return {
      id: 'web',
      type: 'AWSACM',
      config: { region: REGION, endpoints: { acm: url, sts: url, tagging: url }, ...config },
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

  /** A first certificate, deployed; what was asked for on the way is forgotten. */
  async deployed(leaf: IssuedLeaf, over: Partial<DeployRequest> = {}): Promise<string> {
    const { reference } = expectStatus(await this.deploy(leaf, over), 'deployed');
    this.emulator.requests.clear();
    if (reference === undefined) throw new Error('a deployed certificate has no ARN');
    return reference;
  }

  /** The one certificate that exists, seen past the API. */
  only(): ObservedCertificate {
    const all = this.emulator.state.certificates();
    const [first] = all;
    if (first === undefined || all.length > 1) throw new Error(`${all.length} certificates exist`);
    return first;
  }

  /** Operations that were asked for and would change something. */
  writes(): string[] {
    return this.emulator.requests
      .all()
      .map((request) => request.operation)
      .filter((operation) => /^(Import|Add|Remove|Delete)/.test(operation));
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.close()));
    await this.emulator.close();
  }
}

/** The outcome, when it has this status; otherwise an error that says how it ended instead. */
export function expectStatus<S extends OutcomeStatus>(
  outcome: Outcome,
  status: S,
): Extract<Outcome, { status: S }> {
  if (outcome.status !== status) {
    const error = 'error' in outcome ? `: ${outcome.error.message}` : '';
    throw new AssertionError({
      message: `expected ${status}, and the deploy ended ${outcome.status}${error}`,
    });
  }
  // The discriminant was compared one line above; a generic one does not narrow.
  return outcome as Extract<Outcome, { status: S }>;
}

/** Whether the store holds this leaf with the key and the chain that belong to it. */
export function holds(stored: ObservedCertificate | undefined, leaf: IssuedLeaf): boolean {
  return (
    stored !== undefined &&
    Buffer.compare(stored.leaf, leaf.facts.der) === 0 &&
    stored.keySpkiSha256 === spkiSha256(leaf.certificatePem) &&
    stored.chain.map((der) => new X509Certificate(der).toString()).join('') ===
      leaf.chainPem.replace(/\r/g, '')
  );
}

export function spkiSha256(certificatePem: string): string {
  const spki = createPublicKey(certificatePem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

/** The leaf that a TLS client gets. A handshake ends only if the server has the key that belongs to it. */
export function handshake(address: {
  readonly host: string;
  readonly port: number;
}): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, servername: 'www.example.com', rejectUnauthorized: false }, () => {
      const leaf = socket.getPeerX509Certificate();
      socket.destroy();
      if (leaf) resolve(leaf);
      else reject(new Error('the server showed no certificate'));
    });
    socket.on('error', reject);
  });
}

/** The codes of an outcome's findings. */
export function codesOf(outcome: Outcome): string[] {
  return outcome.findings.map((finding) => finding.code);
}
