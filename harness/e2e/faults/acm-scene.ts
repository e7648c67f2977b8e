import type { IssuedLeaf } from '@certctl/certificate/issue';
import {
  type AcmFault,
  type FakeAcm,
  type FakeAcmOptions,
  type FaultSpec,
  type FaultTurn,
  startFakeAcm,
} from '@certctl/emulators';
import { createEngine, type Engine, type Target, TOKENS } from '@certctl/engine';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { holds, KEYS, REGION } from '../src/acm-scenario.js';
import { acmFault } from './acm-faults.js';
import { committed, deploy, INSTANCE, type Leaves, leaves, ourTags, TIMING } from './acts.js';
import type { FaultSlug } from './fault-kinds.js';
import { Records } from './records.js';
import type { Armed, Ended, Impossible, Scene, WireRequest } from './scene.js';
import { watchedPlugin } from './watched-plugin.js';

const ROLE = 'arn:aws:iam::123456789012:role/certctl-target';

/** Which part of the plugin's declared operations a request is. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  GetCallerIdentity: 'sts',
  AssumeRole: 'sts',
  GetResources: 'tag',
};

export interface AcmArrangement {
  readonly emulator?: FakeAcmOptions;
  /** Whether the old certificate is held, deployed by us. */
  readonly before?: boolean;
  /** Tags of the operator: before, and in the flow. */
  readonly tags?: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
  /** Whether our record of the ARN is lost, and of the keys is not. */
  readonly recordsLost?: boolean;
  readonly byRole?: boolean;
  /** What is wrong with the service in every cell of the flow. */
  readonly standing?: readonly FaultSpec<AcmFault>[];
  readonly act?: (scene: AcmScene) => Promise<Ended>;
}

/** The engine and fake-acm, over HTTP. */
export class AcmScene implements Scene {
  readonly wire: WireRequest[] = [];
  readonly records = new Records();
  readonly engine: Engine;

  private constructor(
    readonly emulator: FakeAcm,
    private readonly arrangement: AcmArrangement,
    readonly leaves: Leaves,
  ) {
    this.engine = createEngine({
      plugins: [watchedPlugin(awsAcm, this.records)],
      instance: INSTANCE,
      timing: TIMING,
      services: [
        [TOKENS.http, { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true }],
        [TOKENS.credentials, { get: () => KEYS }],
        ...this.records.services(),
      ],
    });
  }

  static async create(arrangement: AcmArrangement): Promise<AcmScene> {
    const seen: { scene?: AcmScene } = {};
    const emulator = await startFakeAcm({
      region: REGION,
      accessKeys: [KEYS],
      roles: [{ arn: ROLE }],
      ...arrangement.emulator,
      onRequest: ({ operation }) => {
        const { scene } = seen;
        scene?.wire.push({ operation, moment: scene.records.journal.moment });
      },
    });
    const scene = new AcmScene(emulator, arrangement, await leaves());
    seen.scene = scene;
    await scene.#arrange();
    return scene;
  }

  async #arrange(): Promise<void> {
    const { before, recordsLost, standing = [] } = this.arrangement;
    if (before) {
      const { old } = this.leaves;
      const arn = this.emulator.seed({
        certificate: old.certificatePem,
        chain: old.chainPem,
        privateKey: old.privateKeyPem,
        tags: ourTags('web', this.#tags(0)),
      });
      const place = { targetId: 'web', address: arn, ...(recordsLost ? {} : { reference: arn }) };
      await committed(this.records, old, place);
    }
    for (const fault of standing) this.emulator.faults.add(fault);
  }

  get connection() {
    const { url } = this.emulator;
    return {
      region: REGION,
      endpoints: { acm: url, sts: url, tagging: url },
      ...(this.arrangement.byRole ? { role_arn: ROLE } : {}),
    };
  }

  /** The target as the flow has it. */
  target(): Target {
    return { id: 'web', type: 'AWSACM', config: { ...this.connection, tags: this.#tags(1) } };
  }

  /** @param run 0 before, 1 in the flow */
  #tags(run: 0 | 1): Readonly<Record<string, string>> {
    return this.arrangement.tags?.[run] ?? { env: 'production' };
  }

  arm(operation: string, nth: number, slug: FaultSlug): Armed | Impossible {
    const fault = acmFault(slug, operation);
    if (fault.impossible !== undefined) return fault;
    const on: FaultTurn = fault.forGood ? { times: 1_000_000, after: nth - 1 } : { nth };
    const handle = this.emulator.faults.add({ ...fault.fault, operation, on });
    this.records.watch(`${SERVICE_OF[operation] ?? 'acm'}:${operation}`, () => handle.used);
    return { used: () => handle.used };
  }

  act(): Promise<Ended> {
    return this.arrangement.act?.(this) ?? deploy(this.engine, this.target(), this.leaves.renewed);
  }

  held(): string {
    const all = this.emulator.state.certificates();
    const [only] = all;
    if (only === undefined) return 'nothing';
    if (all.length > 1) return `${all.length} certificates`;
    const { old, renewed, newest } = this.leaves;
    const is = (leaf: IssuedLeaf) => holds(only, leaf);
    const which = is(old) ? 'old' : is(renewed) ? 'new' : is(newest) ? 'newest' : 'foreign';
    return `${which}${this.#tagsOf(which, only.tags)}`;
  }

  #tagsOf(which: string, tags: Readonly<Record<string, string>>): string {
    if (which === 'foreign') return '';
    const wanted = ourTags('web', this.#tags(which === 'old' ? 0 : 1));
    const missing = Object.entries(wanted).some(([name, value]) => tags[name] !== value);
    if (missing) return ' without its tags';
    const added = Object.keys(tags).some((name) => !(name in wanted));
    return added ? ' with tags of the new' : '';
  }

  snapshot(): unknown {
    return this.emulator.state.certificates();
  }

  heal(): void {
    this.emulator.faults.clear();
    this.emulator.settings.searchLag = 0;
  }

  again(): Promise<Ended> {
    return deploy(this.engine, this.target(), this.leaves.newest);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.emulator.close();
  }
}
