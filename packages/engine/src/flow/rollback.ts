import type { Clock, Held, Place, Present } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { PointBack, PointedBack } from '../binding/point-back.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { isSame } from './held.js';
import { lastLook } from './look.js';
import { prove } from './prove.js';
import type { Redelete } from './redelete.js';
import type { Restore } from './restore.js';
import {
  failedBack,
  type RollbackInput,
  type RollbackResult,
  reasonOf,
  type StoreResult,
} from './rollback-result.js';
import type { Withdraw } from './withdraw.js';

/** Goes back to what was held before the deploy: first the consumers, then a certificate, a deleted name, or nothing. */
@injectable()
export class Rollback {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.pointBack) private readonly pointBack: PointBack,
    @inject(TOKENS.restore) private readonly restore: Restore,
    @inject(TOKENS.withdraw) private readonly withdraw: Withdraw,
    @inject(TOKENS.redelete) private readonly redelete: Redelete,
  ) {}

  async run(input: RollbackInput): Promise<RollbackResult> {
    const back = await this.pointBack.run(input);
    const { consumers } = back;
    if (consumers.length === 0) return this.#store(input);
    if (back.failed) return { ...(await this.#used(input, back.failed)), consumers };
    // Where consumers have their old certificate back, there was something to restore, whatever the store held.
    const pointedBack = consumers.some(({ state, before }) => state === 'back' && before.length > 0);
    const result = await this.#store({ ...input, pointedBack });
    if (result.status !== 'restored' && result.status !== 'withdrawn') return { ...result, consumers };
    const unproven = await this.pointBack.proveUnmoved(input);
    if (unproven) return { status: 'also_failed', holds: 'previous', ...unproven, consumers };
    return {
      ...result,
      status: pointedBack ? 'restored' : result.status,
      findings: [...back.findings, ...result.findings],
      consumers,
    };
  }

  /** A consumer still uses what the deploy brought in, so that is left as it is. */
  async #used(
    { resolved, entry, call }: RollbackInput,
    { why, error }: NonNullable<PointedBack['failed']>,
  ): Promise<StoreResult> {
    return failedBack(await lastLook(resolved, entry, call, this.clock, this.timing), entry, why, error);
  }

  /** The certificate before was never touched: the new one is taken away, and the old one proven to be there. */
  async #discard(input: RollbackInput, before: Present, place: Place): Promise<RollbackResult> {
    const { resolved } = input;
    const gone = await this.withdraw.run(input);
    if (gone.status !== 'withdrawn') return gone;
    const { proof } = resolved.plugin.capabilities;
    const call = input.call.during('prove');
    try {
      const isThere = (held: Held) => !held.disabled && isSame(held, before, proof);
      await prove({ ...resolved, place }, undefined, isThere, call, this.clock, this.timing, before);
      return { ...gone, status: 'restored', place };
    } catch (cause) {
      return { status: 'also_failed', holds: 'absent', ...reasonOf(cause) };
    }
  }

  async #store(input: RollbackInput): Promise<RollbackResult> {
    const { preImage } = input.entry;
    switch (preImage.state) {
      case 'present':
        if (input.entry.replaces) return this.#discard(input, preImage, input.entry.replaces);
        // Consumers were given nothing by a disabled revision, so there is nothing that must come back.
        return preImage.disabled ? this.withdraw.run(input) : this.restore.run(input, preImage);
      case 'deleted':
        return this.redelete.run(input);
      case 'absent':
        return this.withdraw.run(input);
    }
  }
}
