import { keyMatches, readCertificate } from '@certctl/certificate';
import {
  type CertctlError,
  type CertificateBundle,
  type CertificateFacts,
  isCertctlError,
  isPermissionMissing,
  type KeyReadBack,
  type Present,
  type PrivateKey,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import { compromisedReason, type Obstacle } from '../plan/findings.js';
import type { CompromisedLeaves } from '../record/compromised-leaves.js';
import { keepsKeys } from '../target.js';
import type { ResolvedTarget } from './deployment.js';
import { type GivenPrevious, useGiven } from './given-previous.js';

export interface PreviousInput {
  readonly resolved: ResolvedTarget;
  readonly held: Present & { readonly leaf: Uint8Array };
  readonly given: GivenPrevious | undefined;
  /** Chain of the renewal, which may certify the held leaf too. */
  readonly incoming: readonly CertificateFacts[];
  /** On the way back, a kept key that cannot be opened is as good as none: what else there is will do. */
  readonly goingBack?: boolean;
}

/** What a rollback would send, and where it comes from; or why there is nothing to send. */
export type Previous = { readonly degraded: readonly string[] } & (
  | {
      readonly from: 'kept-key' | 'exact' | 'caller-key';
      readonly bundle: CertificateBundle;
      /** The caller destroys it. */
      readonly privateKey: PrivateKey;
    }
  | ({ readonly from: 'nowhere' } & Obstacle)
);

/** Finds key and chain of what is held: kept here, given back by the service, or given by the caller. */
@injectable()
export class PreviousMaterial {
  constructor(
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.compromised) private readonly compromised: CompromisedLeaves,
  ) {}

  /** @throws CertctlError when the key store or a call fails; a missing permission is no failure */
  async find(input: PreviousInput, call: EngineCall): Promise<Previous> {
    const { held, given } = input;
    const leaf = readCertificate(held.leaf);
    const mark = await this.compromised.find(leaf);
    if (mark) return { from: 'nowhere', degraded: [], compromised: true, reason: compromisedReason(mark) };
    const shown = held.chain?.map((der) => readCertificate(der));
    // A key that is here need not cross the network.
    const kept = await this.#kept(input, leaf);
    if (kept && 'privateKey' in kept) {
      const chain = shown ?? kept.chain.map((der) => readCertificate(der));
      return { from: 'kept-key', degraded: [], bundle: { leaf, chain }, privateKey: kept.privateKey };
    }
    const back = await this.#readBack(input, leaf, call);
    if ('privateKey' in back) {
      const bundle = { leaf, chain: shown ?? back.chain };
      return { from: 'exact', degraded: [], bundle, privateKey: back.privateKey };
    }
    const { degraded } = back;
    if (!given) {
      const reason = kept ? `its kept key cannot be opened (${kept.error.message})` : back.reason;
      return { from: 'nowhere', degraded, keyHelps: true, reason, ...kept };
    }
    const use = useGiven(given, leaf, shown, input.incoming);
    if ('unfit' in use) {
      const reason =
        use.unfit === 'key'
          ? 'the previous key that was given is not its key'
          : 'the service does not show its chain, and the one of the new certificate does not certify it';
      return { from: 'nowhere', degraded, keyHelps: true, reason, ...kept };
    }
    return { from: 'caller-key', degraded, ...use };
  }

  async #kept(
    { resolved, goingBack }: PreviousInput,
    leaf: CertificateFacts,
  ): Promise<KeyReadBack | { readonly error: CertctlError } | undefined> {
    try {
      return await this.keeper.find(resolved.place.address, leaf.fingerprint);
    } catch (error) {
      // Where a deploy keeps nothing, it does not depend on what was kept once and cannot be opened now.
      if (!isCertctlError(error) || !(goingBack || !keepsKeys(resolved.target))) throw error;
      return { error };
    }
  }

  async #readBack(
    { resolved, held }: PreviousInput,
    leaf: CertificateFacts,
    call: EngineCall,
  ): Promise<
    | { readonly privateKey: PrivateKey; readonly chain: readonly CertificateFacts[] }
    | { readonly reason: string; readonly degraded: readonly string[] }
  > {
    const unkept = 'its private key is not kept here, and';
    const { store, place, plugin, target } = resolved;
    if (!keepsKeys(target) && plugin.capabilities.rotation !== 'versioned') {
      return { reason: `${unkept} the import overwrites what the service has of it`, degraded: [] };
    }
    if (!store.readKeyBack) return { reason: `${unkept} the service does not give it back`, degraded: [] };
    try {
      const back = await store.readKeyBack(place, held.revision, call.during('read back'));
      if (!back) return { reason: `${unkept} the service does not let it out`, degraded: [] };
      if (keyMatches(back.privateKey, leaf)) {
        return { privateKey: back.privateKey, chain: back.chain.map((der) => readCertificate(der)) };
      }
      back.privateKey.destroy();
      return { reason: `${unkept} the one that the service gives is not its key`, degraded: [] };
    } catch (error) {
      if (!isPermissionMissing(error)) throw error;
      const operation = error.operation ?? 'the reading of keys';
      return { reason: `${unkept} ${operation} was refused`, degraded: [operation] };
    }
  }
}
