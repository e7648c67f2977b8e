import {
  CertctlError,
  type CertificateBundle,
  type Clock,
  type Material,
  type Observation,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { BindingRecord } from '../binding/binding-record.js';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Plan } from '../plan/plan.js';
import { keepsKeys } from '../target.js';
import { asCertctlError } from './as-certctl-error.js';
import type { ResolvedTarget } from './deployment.js';
import type { GivenPrevious } from './given-previous.js';
import type { PreviousMaterial } from './previous-material.js';
import type { Progress } from './progress.js';

export interface KeepInput {
  readonly plan: Plan;
  readonly resolved: ResolvedTarget;
  /** Without a key where no certificate is sent. */
  readonly material: CertificateBundle & Partial<Pick<Material, 'privateKey'>>;
  readonly preImage: Observation;
  /** The consumers, as the journal keeps them. */
  readonly bindings: readonly BindingRecord[];
  readonly given: GivenPrevious | undefined;
  readonly call: EngineCall;
}

/** Keeps what a rollback will need, before anything is sent. */
@injectable()
export class Keep {
  constructor(
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.previousMaterial) private readonly previous: PreviousMaterial,
    @inject(TOKENS.progress) private readonly progress: Progress,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
  ) {}

  /** @returns why nothing may be sent, if it could not be kept */
  async run(input: KeepInput, deploymentId: string): Promise<CertctlError | undefined> {
    const { plan, resolved, material } = input;
    const { address } = resolved.place;
    const { privateKey } = material;
    if (!privateKey) return undefined;
    // The key is of use once it is sent, so that both go to disk at once.
    const confirm = plan.steps[0]?.kind === 'import' ? () => this.#sendingSoon(input.call) : this.#confirm;
    try {
      if (!keepsKeys(resolved.target)) {
        // Without a key the record still tells, later on, that the leaf which is held is ours.
        await this.keeper.keepPending(address, material, undefined, deploymentId, confirm);
        return undefined;
      }
      // An import may overwrite what could be read back, and whoever goes back after a crash has no caller to ask.
      const imports = plan.steps.some(({ kind }) => kind === 'import');
      if (imports && (plan.rollback === 'exact' || plan.rollback === 'caller-key')) {
        await this.#keepPrevious(input, deploymentId);
      }
      await this.keeper.keepPending(address, material, privateKey, deploymentId, confirm);
      return undefined;
    } catch (error) {
      return asCertctlError(error, 'keeping_failed', resolved.target.id);
    }
  }

  /** A deploy that was stopped must not put its key in the place of its successor's. */
  readonly #confirm = (): Promise<void> => this.progress.confirm();

  /** Says so in the place of `#confirm`, which it includes. */
  #sendingSoon({ deadline }: EngineCall): Promise<void> {
    this.progress.reach('importing');
    return this.progress.sending(Math.min(this.clock.now() + this.timing.requestMs, deadline), deadline);
  }

  async #keepPrevious(input: KeepInput, deploymentId: string): Promise<void> {
    const { plan, resolved, material, preImage, given, call } = input;
    if (preImage.state !== 'present' || !preImage.leaf || !plan.holds) return;
    const held = { ...preImage, leaf: preImage.leaf };
    const found = await this.previous.find({ resolved, held, given, incoming: material.chain }, call);
    if (found.from === 'nowhere') {
      throw new CertctlError('keeping_failed', `the plan promised a rollback, and now ${found.reason}`, {
        target: resolved.target.id,
      });
    }
    try {
      const { bundle, privateKey } = found;
      const { address } = resolved.place;
      await this.keeper.keepCurrent(address, bundle, privateKey, deploymentId, this.#confirm);
    } finally {
      found.privateKey.destroy();
    }
  }
}
