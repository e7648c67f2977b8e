import { readCertificate } from '@certctl/certificate';
import {
  type BindingObservation,
  CertctlError,
  type CertificateFacts,
  isCertctlError,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { ResolvedBinding } from './resolved-binding.js';

/** What a consumer uses now. */
export interface SeenBinding {
  readonly consumer: ResolvedBinding;
  readonly observation: BindingObservation;
  /** What it serves, where that can be told: a handshake showed it, or the store holds what it points at. */
  readonly serves?: CertificateFacts;
  /** Why that could not be told. */
  readonly unknown?: string;
}

/** Looks at the consumers of a target without changing anything. */
@injectable()
export class BindingSurvey {
  constructor(@inject(TOKENS.calls) private readonly calls: CallFactory) {}

  /** @throws CertctlError when a call fails */
  async inspect(resolved: ResolvedTarget, call: EngineCall): Promise<readonly SeenBinding[]> {
    const seen: SeenBinding[] = [];
    for (const consumer of resolved.consumers) {
      const { binding, config, place } = consumer;
      const own = this.calls.to(consumer, call).during('consumer');
      const observation = await binding.inspect({ place, config }, own);
      seen.push({ consumer, observation, ...(await this.#served(resolved, consumer, observation, call)) });
    }
    return seen;
  }

  async #served(
    resolved: ResolvedTarget,
    { place }: ResolvedBinding,
    observation: BindingObservation,
    call: EngineCall,
  ): Promise<Pick<SeenBinding, 'serves' | 'unknown'>> {
    if (observation.state === 'absent') return {};
    try {
      if (observation.serves) return { serves: readCertificate(observation.serves) };
      const [reference] = observation.references;
      // What it shares with the target is looked at there.
      if (place.slot === 'many' || reference === undefined || reference === resolved.place.reference)
        return {};
      return { serves: await this.#leafOf(resolved, reference, call.during('consumer')) };
    } catch (error) {
      if (!isCertctlError(error)) throw error;
      return { unknown: error.message };
    }
  }

  /** The certificate that another reference names, as far as the store of the target knows it. */
  async #leafOf(
    { store, config, target, place: own }: ResolvedTarget,
    reference: string,
    call: EngineCall,
  ): Promise<CertificateFacts> {
    const place = await store.resolve({ config, targetId: target.id, recordedReference: reference }, call);
    if (place.reference !== reference) {
      throw new CertctlError('address_mismatch', `the target is bound to ${own.reference ?? own.address}`);
    }
    const held = await store.read(place, 'latest', call);
    if (held === 'absent' || !held.leaf) {
      throw new CertctlError('nothing_held', 'the store does not show its certificate');
    }
    return readCertificate(held.leaf);
  }
}
