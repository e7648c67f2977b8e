import { CertctlError, type Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { KeptAt, KeptRecord, KeyKeeper, KeySelector } from '../keeper/key-keeper.js';
import { type AuditEvent, type AuditLog, EVERY_TARGET } from '../record/audit-log.js';
import type { CompromisedLeaves } from '../record/compromised-leaves.js';
import type { Together } from '../record/together.js';
import type { Target } from '../target.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import { shownOf } from './shown.js';
import type { Survey } from './survey.js';
import type { CheckedTarget, TargetResolver } from './target-resolver.js';

/** What is kept at the address of a target, without keys. */
export interface KeptKeys {
  readonly address: string;
  readonly reference?: string;
  readonly kept: readonly KeptRecord[];
}

/** Which keys are to be destroyed: those of a target, of a leaf wherever it is kept, or of both. */
export interface DestroyRequest {
  readonly target?: Target;
  /** SHA-256 of the leaf, lower-case hexadecimal. */
  readonly leaf?: string;
  /** Who asked, for the audit. */
  readonly actor?: string;
  readonly signal?: AbortSignal;
}

/** Which certificate is compromised: the one that a target holds now, or the leaf of that SHA-256. */
export type CompromiseRequest = Pick<DestroyRequest, 'actor' | 'signal'> &
  ({ readonly target: Target; readonly leaf?: never } | { readonly target?: never; readonly leaf: string });

/** What is done to kept keys beside a deploy. Writes to no service; each act has its row in the audit. */
@injectable()
export class KeyActs {
  constructor(
    @inject(TOKENS.deployment) private readonly deployment: Deployment,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.resolver) private readonly resolver: TargetResolver,
    @inject(TOKENS.survey) private readonly survey: Survey,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.compromised) private readonly compromised: CompromisedLeaves,
    @inject(TOKENS.audit) private readonly audit: AuditLog,
    @inject(TOKENS.together) private readonly together: Together,
  ) {}

  async list(checked: CheckedTarget, call: EngineCall): Promise<KeptKeys> {
    const { place } = await this.#locate(checked, call);
    const { address, reference } = place;
    const kept = await this.keeper.list(address);
    return { address, ...(reference === undefined ? {} : { reference }), kept };
  }

  /** @throws CertctlError `keys_not_kept`, or the error of a call */
  async destroyAt(checked: CheckedTarget, leaf: string | undefined, call: EngineCall) {
    const { place } = await this.#locate(checked, call);
    return this.#destroy({ address: place.address, ...(leaf === undefined ? {} : { fingerprint: leaf }) });
  }

  /** @throws CertctlError `keys_not_kept` */
  async destroyLeaf(leaf: string): Promise<readonly KeptAt[]> {
    return this.#destroy({ fingerprint: leaf });
  }

  /** @throws CertctlError `nothing_held`, or the error of a call */
  async compromiseHeld(checked: CheckedTarget, call: EngineCall): Promise<string> {
    const { resolved, snapshot } = await this.survey.look(checked, call);
    const { place, target } = resolved;
    const shown = shownOf(snapshot)?.fingerprint;
    if (shown !== undefined) {
      // Another certificate of its key cannot be recognised: a fingerprint does not tell the key.
      await this.#compromise(shown, undefined);
      return shown;
    }
    if (!snapshot.bundle) {
      const where = place.reference ?? place.address;
      throw new CertctlError('nothing_held', `${where} holds no certificate that could be compromised`, {
        target: target.id,
      });
    }
    const { fingerprint, publicKey } = snapshot.bundle.leaf;
    await this.#compromise(fingerprint, publicKey);
    return fingerprint;
  }

  async compromiseLeaf(leaf: string): Promise<string> {
    await this.#compromise(leaf, undefined);
    return leaf;
  }

  /** A key that must not be used again is of no use to keep. */
  async #compromise(fingerprint: string, publicKey: string | undefined): Promise<void> {
    const mark = { fingerprint, ...(publicKey === undefined ? {} : { publicKey }) };
    await this.together(async () => {
      const { actor } = this.deployment;
      await this.compromised.mark({ ...mark, since: this.clock.now(), actor });
      const destroyed = await this.keeper.destroy({ fingerprint });
      await this.#record('compromise', { ...destroyed[0], fingerprint });
      for (const key of destroyed) await this.#record('key-destruction', key);
    });
    await this.keeper.scrub();
  }

  async #destroy(which: KeySelector): Promise<readonly KeptAt[]> {
    const destroyed = await this.together(async () => {
      const gone = await this.keeper.destroy(which);
      for (const key of gone) await this.#record('key-destruction', key);
      return gone;
    });
    await this.keeper.scrub();
    if (destroyed.length > 0) return destroyed;
    const what = [which.fingerprint && `the leaf ${which.fingerprint}`, which.address].filter(Boolean);
    throw new CertctlError('keys_not_kept', `no key is kept of ${what.join(' at ')}`);
  }

  async #locate(checked: CheckedTarget, call: EngineCall): Promise<ResolvedTarget> {
    const fresh = await this.resolver.resolve(checked, call.during('resolve'));
    const found = await this.resolver.find(fresh, call.within(fresh.place.scope).during('find'));
    return found.resolved;
  }

  async #record(
    event: AuditEvent,
    { address, serial, fingerprint }: Partial<KeptAt> & { readonly fingerprint: string },
  ): Promise<void> {
    const { id: deploymentId, actor, target } = this.deployment;
    await this.audit.append({
      at: this.clock.now(),
      event,
      deploymentId,
      actor,
      targetId: target.id,
      targetType: target.id === EVERY_TARGET ? 'unknown' : target.type,
      ...(address === undefined ? {} : { address }),
      outcome: 'done',
      ...(serial === undefined ? {} : { serialBefore: serial }),
      leaf: fingerprint,
    });
  }
}
