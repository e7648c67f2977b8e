import { admit } from '@certctl/certificate';
import { CertctlError, type Discovered, type Plugin } from '@certctl/plugin-api';
import type { Registry } from 'prom-client';
import type { DependencyContainer } from 'tsyringe';
import type { Timing } from './call/timing.js';
import { DEFAULT_TIMING } from './call/timing.js';
import {
  createContainer,
  createDeployContainer,
  resolve,
  type ServiceOverride,
} from './composition/create-container.js';
import { TOKENS } from './composition/tokens.js';
import type { Adopted } from './flow/adoption.js';
import type { Deployment, DeployRequest, RollbackRequest } from './flow/deployment.js';
import { discover } from './flow/discover.js';
import { readGivenPrevious } from './flow/given-previous.js';
import type { CompromiseRequest, DestroyRequest, KeptKeys } from './flow/key-acts.js';
import type { KeptAt } from './keeper/key-keeper.js';
import type { Outcome } from './outcome/outcome.js';
import type { Purpose } from './outcome/purpose.js';
import type { Plan } from './plan/plan.js';
import { EVERY_TARGET } from './record/audit-log.js';
import type { DeploymentRecord } from './record/deployment-records.js';
import type { Target } from './target.js';
import type { ConsumerStatus, TargetStatus, Verification } from './target-status.js';
import type { WritersReport } from './writers/writers-report.js';

export interface EngineOptions {
  /** Objects made by `definePlugin`. */
  readonly plugins: readonly unknown[];
  /** Name of this installation, in the provenance tags; two installations never touch each other's certificates. */
  readonly instance?: string;
  readonly timing?: Partial<Timing>;
  /** Services of the host in the place of ours: clock, journal, key keeper, audit, metrics, logger, … */
  readonly services?: readonly ServiceOverride[];
}

/** The key of what a target holds now. PEM as text or bytes. */
export interface AdoptRequest {
  readonly target: Target;
  readonly privateKey: string | Uint8Array;
  readonly passphrase?: string;
  /** For a service that does not show the chain. */
  readonly chain?: string | Uint8Array;
  /** Who asked, for the audit. */
  readonly actor?: string;
  readonly signal?: AbortSignal;
}

function compared(
  { state, held, shows, consumers = [] }: TargetStatus,
  expected: string,
): Verification['result'] {
  if (state !== 'present') return 'absent';
  const leaf = held?.fingerprint ?? shows?.fingerprint;
  // A serial that none of our deploys has sent is known to be of no leaf that could be compared.
  if (leaf === undefined && shows?.serial !== undefined) return 'not_recorded';
  if (leaf !== expected) return 'drifted';
  const isServed = ({ bound, serves }: ConsumerStatus) =>
    bound && (serves?.fingerprint ?? expected) === expected;
  return consumers.every(isServed) ? 'in_sync' : 'not_bound';
}

/** For what is done to a leaf wherever it is. */
const ANY_TARGET: Target = { id: EVERY_TARGET, type: 'unknown', config: {} };

const WEEK_MS = 7 * 86_400_000;

/** Deploys certificates. One for a process; call `close` at the end. */
export class Engine {
  readonly #container: DependencyContainer;

  constructor(options: EngineOptions) {
    this.#container = createContainer([
      ...(options.instance === undefined ? [] : [[TOKENS.instance, options.instance] as const]),
      ...(options.timing ? [[TOKENS.timing, { ...DEFAULT_TIMING, ...options.timing }] as const] : []),
      ...(options.services ?? []),
    ]);
    for (const plugin of options.plugins) this.use(plugin);
  }

  /** Loads a plugin. @throws CertctlError `plugin_invalid`, `plugin_api_version`, `plugin_duplicate_type` */
  use(plugin: unknown, from?: string): Plugin {
    return resolve(this.#container, TOKENS.plugins).add(plugin, from);
  }

  plugins(): readonly Plugin[] {
    return resolve(this.#container, TOKENS.plugins).list();
  }

  /** prom-client's registry, for the host's /metrics. */
  get metrics(): Registry {
    return resolve(this.#container, TOKENS.metrics).registry;
  }

  /**
   * Brings back the certificate that was held before, with its own key, through the same flow and proof, and
   * puts the target on hold. Every end is an outcome, as of `deploy`.
   */
  async rollback(request: RollbackRequest): Promise<Outcome> {
    const scope = this.#scope(request.target, request, 'rollback');
    return resolve(scope, TOKENS.deployFlow).rollBack(request);
  }

  /** What became of a deploy; one that is still open, or was killed, has no record yet. Undefined when nothing is known of it. */
  async deployment(id: string): Promise<DeploymentRecord | undefined> {
    return resolve(this.#container, TOKENS.deployments).get(id);
  }

  /** The last deploys of a target, newest first, refused ones too. */
  async deployments(targetId: string, limit = 20): Promise<readonly DeploymentRecord[]> {
    return resolve(this.#container, TOKENS.deployments).list(targetId, limit);
  }

  /** Deploys. Every end is an outcome; nothing is thrown for what a file, a target or a service does. */
  async deploy(request: DeployRequest): Promise<Outcome> {
    const scope = this.#scope(request.target, request);
    return resolve(scope, TOKENS.deployFlow).run(request);
  }

  /**
   * What `deploy` would do. Sends no write.
   * @throws CertctlError when there is no plan to be made: the material is not admitted, or a call fails
   */
  async plan(request: DeployRequest): Promise<Plan> {
    const scope = this.#scope(request.target, request);
    const checked = await resolve(scope, TOKENS.resolver).check(request.target);
    const previous = readGivenPrevious(request);
    const { material, findings } = admit(request, resolve(scope, TOKENS.clock).now());
    try {
      const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve');
      const found = await resolve(scope, TOKENS.survey).look(checked, call, material.leaf.sans);
      return await resolve(scope, TOKENS.planner).plan({
        purpose: 'deploy',
        resolved: found.resolved,
        material,
        snapshot: found.snapshot,
        seen: found.seen,
        findings: [...findings, ...found.findings],
        previous,
        acts: request.acts ?? {},
        call,
      });
    } finally {
      material.privateKey.destroy();
      previous?.privateKey.destroy();
    }
  }

  /** What is held at a target now. @throws CertctlError when a call fails */
  async show(target: Target, options: { signal?: AbortSignal } = {}): Promise<TargetStatus> {
    const scope = this.#scope(target, options);
    const checked = await resolve(scope, TOKENS.resolver).check(target);
    const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve');
    return resolve(scope, TOKENS.survey).status(checked, call);
  }

  /**
   * Compares what is held with a leaf (SHA-256, lower-case hexadecimal), or with the one that was last
   * deployed from here. @throws CertctlError when a call fails
   */
  async verify(
    target: Target,
    options: { expected?: string; signal?: AbortSignal } = {},
  ): Promise<Verification> {
    const status = await this.show(target, options);
    const expected = options.expected ?? status.kept.find((record) => record.role === 'current')?.fingerprint;
    if (expected === undefined) return { result: 'not_recorded', status };
    const result = compared(status, expected);
    if (result !== 'in_sync') {
      resolve(this.#container, TOKENS.metrics).validationFailed(status.target.type);
    }
    return { result, expected, status };
  }

  /**
   * Seals the key of the certificate that is held now, after matching it, so that the first deploy has a
   * rollback. Writes to no service, and makes nothing ours.
   * @throws CertctlError `nothing_held`, `key_mismatch`, `chain_unknown`, those of reading a key, or of a call
   */
  async adopt(request: AdoptRequest): Promise<Adopted> {
    const scope = this.#scope(request.target, request);
    const checked = await resolve(scope, TOKENS.resolver).check(request.target);
    const given = readGivenPrevious({
      previousKey: request.privateKey,
      previousKeyPassphrase: request.passphrase,
      previousChain: request.chain,
    });
    try {
      const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'adopt');
      return await resolve(scope, TOKENS.adoption).run(checked, given, call);
    } finally {
      given.privateKey.destroy();
    }
  }

  /** What is kept of a target, without keys. @throws CertctlError when a call fails */
  async keptKeys(target: Target, options: { readonly signal?: AbortSignal } = {}): Promise<KeptKeys> {
    const scope = this.#scope(target, options);
    const checked = await resolve(scope, TOKENS.resolver).check(target);
    const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve');
    return resolve(scope, TOKENS.keyActs).list(checked, call);
  }

  /**
   * Destroys kept keys, for good. Their records stay, and what is held is touched by nobody.
   * @returns of what a key was destroyed
   * @throws CertctlError `keys_not_kept`, `target_invalid`, or of a call
   */
  async destroyKeys(request: DestroyRequest): Promise<readonly KeptAt[]> {
    const { target, leaf } = request;
    const scope = this.#scope(target ?? ANY_TARGET, request);
    const acts = resolve(scope, TOKENS.keyActs);
    if (!target) {
      if (leaf !== undefined) return acts.destroyLeaf(leaf);
      throw new CertctlError('target_invalid', 'neither a target nor a leaf says which keys to destroy');
    }
    const checked = await resolve(scope, TOKENS.resolver).check(target);
    const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve');
    return acts.destroyAt(checked, leaf, call);
  }

  /**
   * Marks a certificate compromised: no rollback restores it, no deploy sends it again, and its kept keys are
   * destroyed. What is held is not touched: deploy another certificate.
   * @returns SHA-256 of the leaf that is marked
   * @throws CertctlError `nothing_held`, or of a call
   */
  async compromise(request: CompromiseRequest): Promise<string> {
    const { target, leaf } = request;
    const scope = this.#scope(target ?? ANY_TARGET, request);
    const acts = resolve(scope, TOKENS.keyActs);
    if (!target) return acts.compromiseLeaf(leaf);
    const checked = await resolve(scope, TOKENS.resolver).check(target);
    return acts.compromiseHeld(checked, resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve'));
  }

  /**
   * Everything that a service holds within a scope, as it is found. A plugin that tries to write is stopped.
   * @param type of a loaded plugin that `discovers`
   * @param scope fields of the plugin's discovery: a region, a vault, a folder
   * @throws CertctlError `target_type_unknown`, `discovery_unsupported`, `target_invalid`, or of a call
   */
  async *discover(
    type: string,
    scope: Readonly<Record<string, unknown>>,
    options: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Discovered> {
    const plugin = resolve(this.#container, TOKENS.plugins).store(type);
    const pseudo: Target = { id: 'discovery', type, config: {} };
    const calls = resolve(this.#scope(pseudo, options), TOKENS.calls);
    const { discoverMs } = resolve(this.#container, TOKENS.timing);
    const call = calls.look(plugin, 'discover', discoverMs);
    yield* discover(plugin, scope, resolve(this.#container, TOKENS.instances), call);
  }

  /**
   * Who wrote to a target and to its consumers, by the records that the vendors keep, ours told from others'.
   * @param options `since` is seven days ago, and `until` now, when they are left out; epoch milliseconds
   * @throws CertctlError `writers_unsupported`, `window_invalid`, or of a call that finds the target
   */
  async writers(
    target: Target,
    options: { readonly since?: number; readonly until?: number; readonly signal?: AbortSignal } = {},
  ): Promise<WritersReport> {
    const scope = this.#scope(target, options);
    const now = resolve(scope, TOKENS.clock).now();
    const { until = now, since = now - WEEK_MS } = options;
    if (!(since < until)) throw new CertctlError('window_invalid', 'the time that was asked for is empty');
    const checked = await resolve(scope, TOKENS.resolver).check(target);
    const { discoverMs } = resolve(scope, TOKENS.timing);
    const call = resolve(scope, TOKENS.calls).look(checked.plugin, 'resolve', discoverMs);
    return resolve(scope, TOKENS.writerSurvey).read(checked, { since, until }, call);
  }

  /** Lifts every hold on a target. @returns whether there was one */
  async release(targetId: string, actor = 'embedder'): Promise<boolean> {
    const holds = resolve(this.#container, TOKENS.holds);
    return this.#releasing(targetId, actor, async () => {
      const restored = await holds.releaseRestored(targetId);
      return (await holds.release(targetId)) || restored;
    });
  }

  /**
   * Lifts what a restore of the records has put on hold, for every target; one whose deploy has failed stays
   * on hold. @returns whether there was anything
   */
  async releaseRestored(actor = 'embedder'): Promise<boolean> {
    const holds = resolve(this.#container, TOKENS.holds);
    return this.#releasing(EVERY_TARGET, actor, () => holds.releaseAllRestored());
  }

  async #releasing(targetId: string, actor: string, lift: () => Promise<boolean>): Promise<boolean> {
    return resolve(
      this.#container,
      TOKENS.together,
    )(async () => {
      const released = await lift();
      if (released) {
        await resolve(this.#container, TOKENS.audit).append({
          at: resolve(this.#container, TOKENS.clock).now(),
          event: 'release',
          deploymentId: resolve(this.#container, TOKENS.newId)(),
          actor,
          targetId,
          targetType: 'unknown',
          outcome: 'done',
        });
      }
      return released;
    });
  }

  /** Closes connections. Deploys must have ended. */
  async close(): Promise<void> {
    await resolve(this.#container, TOKENS.instances).close();
  }

  #scope(
    target: Target,
    options: { signal?: AbortSignal; actor?: string },
    purpose: Purpose = 'deploy',
  ): DependencyContainer {
    const deployment: Deployment = {
      purpose,
      id: resolve(this.#container, TOKENS.newId)(),
      startedAt: resolve(this.#container, TOKENS.clock).now(),
      actor: options.actor ?? 'embedder',
      target,
      signal: options.signal ?? new AbortController().signal,
      calls: [],
    };
    return createDeployContainer(this.#container, deployment);
  }
}

/**
 * @example
 * const engine = createEngine({ plugins: [awsAcm] });
 * const outcome = await engine.deploy({ target, certificate, privateKey });
 * if (outcome.status === 'deployed') console.log(outcome.reference);
 */
export function createEngine(options: EngineOptions): Engine {
  return new Engine(options);
}
