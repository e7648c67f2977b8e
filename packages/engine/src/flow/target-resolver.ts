import type { Finding, Match, Place } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { BindingResolver } from '../binding/binding-resolver.js';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { Journal } from '../journal/journal.js';
import { searchIncomplete } from '../plan/findings.js';
import type { InstancePool } from '../plugins/instance-pool.js';
import type { PluginRegistry } from '../plugins/plugin-registry.js';
import { validateConfig } from '../plugins/validate-config.js';
import type { AddressBook } from '../record/address-book.js';
import { checkTarget, type Target } from '../target.js';
import type { ResolvedTarget } from './deployment.js';
import { severalMatches } from './look.js';

/** A target whose plugin and configuration are known to be right, before anything was asked of a service. */
export type CheckedTarget = Omit<ResolvedTarget, 'store' | 'place' | 'consumers'>;

/** A target with its place, and what was found out on the way there. */
export interface Located {
  readonly resolved: ResolvedTarget;
  readonly findings: readonly Finding[];
}

/** Deploys in a row that changed nothing, past which what was left behind is looked for. */
const MOST = 20;

/** Makes of a target's document the place that it means. */
@injectable()
export class TargetResolver {
  constructor(
    @inject(TOKENS.plugins) private readonly plugins: PluginRegistry,
    @inject(TOKENS.instances) private readonly instances: InstancePool,
    @inject(TOKENS.addressBook) private readonly addressBook: AddressBook,
    @inject(TOKENS.instance) private readonly instance: string,
    @inject(TOKENS.bindings) private readonly bindings: BindingResolver,
    @inject(TOKENS.journal) private readonly journal: Journal,
  ) {}

  /** @throws CertctlError `target_invalid`, `target_type_unknown`, `tag_reserved` */
  async check(target: Target): Promise<CheckedTarget> {
    checkTarget(target);
    const plugin = this.plugins.store(target.type);
    const config = await validateConfig(plugin, target);
    const bindings = await this.bindings.check(target, plugin);
    const provenance = {
      certificateId: target.certificate_id ?? target.id,
      targetId: target.id,
      instance: this.instance,
    };
    return { target, plugin, config, provenance, bindings };
  }

  /**
   * The canonical place, from the configuration, our own record and the credentials.
   * @throws CertctlError `address_mismatch`, or the error of a call
   */
  async resolve(checked: CheckedTarget, call: EngineCall): Promise<ResolvedTarget> {
    const store = await this.instances.get(checked.plugin, checked.config);
    const recordedReference = await this.addressBook.referenceOf(checked.target.id);
    const place = await store.resolve(
      {
        config: checked.config,
        targetId: checked.target.id,
        ...(recordedReference === undefined ? {} : { recordedReference }),
      },
      call,
    );
    return { ...checked, store, place, consumers: [] };
  }

  /** The consumers of a target. @throws CertctlError `target_invalid`, or the error of a call */
  async consumers(resolved: ResolvedTarget, call: EngineCall): Promise<ResolvedTarget> {
    if (resolved.bindings.length === 0) return resolved;
    return {
      ...resolved,
      consumers: await this.bindings.resolve(resolved.bindings, resolved.target.id, call),
    };
  }

  /**
   * The certificate that an earlier deploy of this target made, found by its provenance, so that a target
   * without a pinned reference never makes a second one. Asked under the lease of the fresh address.
   *
   * @param names of the certificate that is to be made if none is found
   * @throws CertctlError `several_matches`
   */
  async find(resolved: ResolvedTarget, call: EngineCall, names?: readonly string[]): Promise<Located> {
    if (resolved.place.reference !== undefined || !resolved.store.find) return { resolved, findings: [] };
    const found = await resolved.store.find(
      resolved.config,
      { by: 'provenance', provenance: resolved.provenance, ...(names ? { names } : {}) },
      call,
    );
    const [match, ...others] = found.matches;
    if (others.length > 0) throw severalMatches(found.matches.map(describeMatch), resolved);
    const place = match?.place ?? (await this.#leftBehind(resolved, call));
    if (place) return { resolved: { ...resolved, place }, findings: [] };
    return { resolved, findings: found.complete ? [] : [searchIncomplete(found.degraded ?? [])] };
  }

  /**
   * Where the last deploy of the target left a certificate that it could not take back: nothing was committed there, so
   * that the address book has it not, and the search may not show it.
   */
  async #leftBehind(resolved: ResolvedTarget, call: EngineCall): Promise<Place | undefined> {
    const { store, config, target } = resolved;
    const closed = await this.journal.history(target.id, MOST);
    const last = closed.find(({ status }) => status !== 'failed');
    const recordedReference = last?.entry.reference;
    if (last?.status !== 'also_failed' || recordedReference === undefined) return undefined;
    const place = await store.resolve({ config, targetId: target.id, recordedReference }, call);
    return (await store.read(place, 'latest', call)) === 'absent' ? undefined : place;
  }
}

function describeMatch(match: Match): string {
  const uses = match.usedBy?.length ? `used by ${match.usedBy.join(', ')}` : 'not in use';
  return `${match.pin} (${uses})`;
}
