import type { Deleted } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { BindingSurvey, SeenBinding } from '../binding/binding-survey.js';
import type { EngineCall } from '../call/engine-call.js';
import { TOKENS } from '../composition/tokens.js';
import type { Journal } from '../journal/journal.js';
import type { KeptRecord, KeyKeeper } from '../keeper/key-keeper.js';
import { briefOf } from '../outcome/brief.js';
import { degradedFindings } from '../plan/findings.js';
import { madeHere } from '../plan/made-here.js';
import { ours, ownershipOf } from '../plan/ownership.js';
import type { AddressBook } from '../record/address-book.js';
import type { Hold, Holds } from '../record/holds.js';
import type { ConsumerStatus, TargetStatus } from '../target-status.js';
import type { ResolvedTarget } from './deployment.js';
import { type Snapshot, snapshotOf } from './held.js';
import type { Recall } from './recall.js';
import { revisionOf } from './revision-of.js';
import { shownOf } from './shown.js';
import type { CheckedTarget, Located, TargetResolver } from './target-resolver.js';

/** A target with everything that is seen of it. */
export interface Surveyed extends Located {
  readonly snapshot: Snapshot;
  readonly seen: readonly SeenBinding[];
}

/** Looks at a target without changing anything. */
@injectable()
export class Survey {
  constructor(
    @inject(TOKENS.resolver) private readonly resolver: TargetResolver,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.addressBook) private readonly addressBook: AddressBook,
    @inject(TOKENS.holds) private readonly holds: Holds,
    @inject(TOKENS.bindingSurvey) private readonly bindings: BindingSurvey,
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.recall) private readonly recall: Recall,
  ) {}

  /**
   * Resolves, finds by provenance, and inspects.
   * @param names of the certificate that would be made if none is found
   */
  async look(checked: CheckedTarget, call: EngineCall, names?: readonly string[]): Promise<Surveyed> {
    const fresh = await this.resolver.resolve(checked, call.during('resolve'));
    const paced = call.within(fresh.place.scope);
    const found = await this.resolver.find(fresh, paced.during('find'), names);
    const resolved = await this.resolver.consumers(found.resolved, call.during('resolve'));
    return {
      ...found,
      resolved,
      snapshot: await this.inspect(resolved, paced),
      seen: await this.bindings.inspect(resolved, paced),
    };
  }

  async inspect(resolved: ResolvedTarget, call: EngineCall): Promise<Snapshot> {
    const seen = await resolved.store.inspect(resolved.place, call.during('inspect'));
    return snapshotOf(await this.recall.complete(resolved, seen));
  }

  async status(checked: CheckedTarget, call: EngineCall): Promise<TargetStatus> {
    const { resolved, snapshot, seen, findings } = await this.look(checked, call);
    const { observation, bundle } = snapshot;
    const { place, target, plugin } = resolved;
    const kept: readonly KeptRecord[] = await this.keeper.list(place.address);
    const hold: Hold | undefined = await this.holds.get(target.id);
    const restored = await this.holds.restored(target.id);
    const present = observation.state === 'present' ? observation : undefined;
    const shows = shownOf(snapshot);
    return {
      target: { id: target.id, name: target.name ?? target.id, type: plugin.type },
      address: place.address,
      ...(place.reference === undefined ? {} : { reference: place.reference }),
      state: observation.state,
      ...(bundle
        ? {
            held: {
              ...briefOf(bundle.leaf),
              sans: bundle.leaf.sans,
              keyAlgorithm: bundle.leaf.keyAlgorithm,
              issuer: bundle.leaf.issuer,
              chainLength: present?.chain ? bundle.chain.length : undefined,
            },
          }
        : {}),
      ...(shows ? { shows } : {}),
      ...(present?.tags ? { tags: present.tags } : {}),
      ...(present?.status === undefined ? {} : { status: present.status }),
      ...(present ? revisionOf(present) : {}),
      ...(present?.disabled ? { disabled: true } : {}),
      ...(observation.state === 'deleted' ? { deleted: deletionOf(observation) } : {}),
      ...(present?.importedAt === undefined ? {} : { importedAt: present.importedAt }),
      ...(present?.usedBy ? { usedBy: present.usedBy } : {}),
      ...(seen.length > 0 ? { consumers: seen.map((each) => consumerStatus(each, place.reference)) } : {}),
      ...(present
        ? {
            ownership: ownershipOf({
              hasTags: plugin.capabilities.tags !== 'none',
              tags: present.tags,
              fingerprint: bundle?.leaf.fingerprint ?? present.fingerprint,
              provenance: resolved.provenance,
              kept: ours(kept),
              committed: await this.addressBook.committed(target.id, place.address),
              madeHere: await madeHere(resolved, present, this.journal),
            }),
          }
        : {}),
      kept,
      ...(hold ? { hold } : {}),
      ...(restored ? { restored } : {}),
      findings: [
        ...findings,
        ...degradedFindings(plugin, observation.state === 'deleted' ? [] : observation.degraded),
      ],
    };
  }
}

function consumerStatus(
  { consumer, observation, serves }: SeenBinding,
  reference: string | undefined,
): ConsumerStatus {
  const { title, address } = consumer.place;
  const present = observation.state === 'present' ? observation : undefined;
  return {
    title,
    type: consumer.plugin.type,
    address,
    state: observation.state,
    uses: present?.references ?? [],
    bound: reference !== undefined && present?.references.includes(reference) === true,
    ...(serves ? { serves: briefOf(serves) } : {}),
    ...(present?.unreachable === undefined ? {} : { unreachable: present.unreachable }),
  };
}

function deletionOf({
  state: _,
  leaf: __,
  tags: ___,
  ...deletion
}: Deleted): Omit<Deleted, 'state' | 'leaf' | 'tags'> {
  return deletion;
}
