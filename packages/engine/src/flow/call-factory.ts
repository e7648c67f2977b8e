import type { Clock, Logger, Plugin } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { ResolvedBinding } from '../binding/resolved-binding.js';
import { EngineCall, type EngineCallOptions } from '../call/engine-call.js';
import { type Governor, RANKS } from '../call/governor.js';
import type { Timing } from '../call/timing.js';
import type { UsageLog } from '../call/usage-log.js';
import { TOKENS } from '../composition/tokens.js';
import type { Metrics } from '../observability/metrics.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import type { LeaseSet } from './lease-set.js';
import type { Progress } from './progress.js';

/** Makes the calls of one deploy: forward under its deadline, back under one of its own. */
@injectable()
export class CallFactory {
  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.random) private readonly random: () => number,
    @inject(TOKENS.logger) private readonly logger: Logger,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.governor) private readonly governor: Governor,
    @inject(TOKENS.usage) private readonly usage: UsageLog,
    @inject(TOKENS.newId) private readonly newId: () => string,
  ) {}

  /** Ends with the deploy's deadline or its caller's signal. */
  forward(plugin: Plugin): EngineCall {
    return this.#make(plugin, {
      deadline: this.deployment.startedAt + this.timing.deployMs,
      signal: this.deployment.signal,
      step: 'resolve',
      rank: RANKS.deploy,
    });
  }

  /** For work that must change nothing; a write is stopped. */
  look(plugin: Plugin, step: string, ms: number = this.timing.deployMs): EngineCall {
    return this.#make(plugin, {
      deadline: this.deployment.startedAt + ms,
      signal: this.deployment.signal,
      step,
      rank: RANKS.look,
      readOnly: true,
    });
  }

  /**
   * For what must still be done when the deploy has failed or was cancelled: looking, and going back.
   * The caller's signal does not reach it.
   */
  rescue({ plugin, place }: ResolvedTarget): EngineCall {
    return this.#make(plugin, {
      deadline: this.clock.now() + this.timing.rollbackMs,
      signal: new AbortController().signal,
      step: 'observe',
      rank: RANKS.restore,
    }).within(place.scope);
  }

  /** A call of another plugin with the deadline, the signal and the rights of this one. Not paced before its scope is known. */
  through(plugin: Plugin, { manner }: EngineCall): EngineCall {
    return this.#make(plugin, manner);
  }

  /** The same, of a consumer. */
  to({ plugin, place }: Pick<ResolvedBinding, 'plugin' | 'place'>, like: EngineCall): EngineCall {
    return this.through(plugin, like).within(place.scope);
  }

  #make(
    plugin: Plugin,
    how: Pick<EngineCallOptions, 'deadline' | 'signal' | 'step' | 'rank' | 'readOnly' | 'expires'>,
  ): EngineCall {
    const { deployment } = this;
    return new EngineCall({
      ...how,
      target: deployment.target.name ?? deployment.target.id,
      permissions: plugin.permissions,
      quotas: plugin.quotas,
      governor: this.governor,
      usage: this.usage,
      newId: this.newId,
      classify: (error) => plugin.classify(error),
      clock: this.clock,
      random: this.random,
      logger: this.logger,
      timing: this.timing,
      onPaced: (operation, waitedMs) => this.metrics.paced(plugin.type, operation, waitedMs),
      onAttempt: (record) => {
        deployment.calls.push(record);
        this.metrics.called(plugin.type, record);
        this.logger.debug('call', { deploymentId: deployment.id, ...record });
      },
      cover: (until) => this.leases.cover(until),
      beforeWrite: (until) => this.progress.sending(until, how.deadline),
    });
  }
}
