import { sameCertificate } from '@certctl/certificate';
import { CertctlError, type Clock, type Deleted, isCertctlError, type Present } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import type { Timing } from '../call/timing.js';
import { TOKENS } from '../composition/tokens.js';
import { decide } from '../journal/decide.js';
import type { ResolvedTarget } from './deployment.js';
import { lookUntilSettled } from './look.js';
import type { Progress } from './progress.js';

/** How recovering a deleted name ended. `back`: it must be deleted again. */
export type UndeleteResult =
  | { readonly end: 'recovered'; readonly present: Present }
  | { readonly end: 'unchanged' | 'back' | 'foreign' | 'unknown'; readonly error: CertctlError };

/** Recovers a deleted name for one deploy. */
@injectable()
export class Undelete {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.timing) private readonly timing: Timing,
    @inject(TOKENS.progress) private readonly progress: Progress,
  ) {}

  async run(
    resolved: ResolvedTarget,
    deleted: Deleted,
    call: EngineCall,
    rescue: () => EngineCall,
  ): Promise<UndeleteResult> {
    await this.progress.advance({ phase: 'undeleting' });
    let recovered = false;
    try {
      await resolved.store.undelete?.(resolved.place, call.during('undelete'));
      recovered = true;
      const now = await resolved.store.inspect(resolved.place, call.during('undelete'));
      if (now.state === 'present' && isPlanned(now, deleted)) return { end: 'recovered', present: now };
      throw new CertctlError(
        'not_proven',
        `${resolved.place.address} was recovered and does not hold the certificate that was planned`,
        { target: resolved.target.id },
      );
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      // Once the service has said that it recovered the name, no read that still shows it deleted counts.
      return recovered ? { end: 'back', error } : this.#afterFailure(resolved, error, rescue());
    }
  }

  async #afterFailure(
    resolved: ResolvedTarget,
    error: CertctlError,
    call: EngineCall,
  ): Promise<Exclude<UndeleteResult, { end: 'recovered' }>> {
    const { entry } = this.progress;
    // The name may have been recovered, and a read that waits for it have failed: whatever the error is.
    const now = await lookUntilSettled(resolved, entry, call, this.clock, this.timing);
    switch (decide('undeleting', now.seen)) {
      case 'abandon':
        return { end: 'unchanged', error };
      case 'back':
        return { end: 'back', error };
      case 'leave':
        return { end: 'foreign', error };
      default:
        return { end: 'unknown', error: now.error ?? error };
    }
  }
}

function isPlanned(now: Present, deleted: Deleted): boolean {
  return now.leaf !== undefined && (!deleted.leaf || sameCertificate(now.leaf, deleted.leaf));
}
