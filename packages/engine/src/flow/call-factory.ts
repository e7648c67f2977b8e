import type { Clock, EpochMs, Logger, StorePlugin } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { Metrics } from '../observability/metrics.js';
import type { Deployment } from './deployment.js';
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
  ) {}

  /** Ends with the deploy's deadline or its caller's signal. */
  forward(plugin: StorePlugin): EngineCall {
    return this.#make(
      plugin,
      this.deployment.startedAt + this.timing.deployMs,
      this.deployment.signal,
      'resolve',
    );
  }

  /**
   * For what must still be done when the deploy has failed or was cancelled: looking, and going back.
   * The caller's signal does not reach it.
   */
  rescue(plugin: StorePlugin): EngineCall {
    return this.#make(
      plugin,
      this.clock.now() + this.timing.rollbackMs,
      new AbortController().signal,
      'observe',
    );
  }

  #make(plugin: StorePlugin, deadline: EpochMs, signal: AbortSignal, step: string): EngineCall {
    const { deployment } = this;
    return new EngineCall({
      target: deployment.target.name ?? deployment.target.id,
      permissions: plugin.permissions,
      classify: (error) => plugin.classify(error),
      clock: this.clock,
      random: this.random,
      logger: this.logger,
      timing: this.timing,
      deadline,
      signal,
      step,
      onAttempt: (record) => {
        deployment.calls.push(record);
        this.metrics.called(plugin.type, record);
        this.logger.debug('call', { deploymentId: deployment.id, ...record });
      },
      beforeWrite: (inFlightUntil) => this.progress.sending(inFlightUntil),
    });
  }
}
