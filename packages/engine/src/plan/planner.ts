import { readCertificate } from '@certctl/certificate';
import {
  type Clock,
  type Deleted,
  type Finding,
  type Material,
  type Observation,
  type Present,
  provenanceTags,
  type StoreCapabilities,
  type Tags,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import type { BindingPlanner } from '../binding/binding-planner.js';
import type { SeenBinding } from '../binding/binding-survey.js';
import type { EngineCall } from '../call/engine-call.js';
import type { UsageLog } from '../call/usage-log.js';
import { TOKENS } from '../composition/tokens.js';
import type { Acts, ResolvedTarget } from '../flow/deployment.js';
import type { GivenPrevious } from '../flow/given-previous.js';
import { holds, type Snapshot, wantedOf } from '../flow/held.js';
import { shownOf } from '../flow/shown.js';
import type { Journal } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import { briefOf } from '../outcome/brief.js';
import type { Purpose } from '../outcome/purpose.js';
import type { AddressBook } from '../record/address-book.js';
import type { CompromisedLeaves } from '../record/compromised-leaves.js';
import type { Holds } from '../record/holds.js';
import { keepsKeys, operatorTags } from '../target.js';
import {
  degradedFindings,
  inUse,
  keysNotKept,
  latestDisabled,
  leafCompromised,
  madeAfresh,
  nameDeleted,
  notOurs,
  onHold,
  onHoldRestored,
  referenceAbsent,
  takenOver,
} from './findings.js';
import { limitFindings } from './limit-rules.js';
import { madeHere } from './made-here.js';
import { ours, ownershipOf } from './ownership.js';
import type { Plan, PlannedConsumer, PlanStep, RollbackClass } from './plan.js';
import { quotaFindings } from './quota-rules.js';
import { renewalFindings } from './renewal-rules.js';
import { heldNotShown, provenBySerial, servedAtOnce } from './shown-findings.js';
import { missingTags, settable } from './tag-difference.js';
import type { WayBack } from './way-back.js';

export interface PlanInput {
  readonly purpose: Purpose;
  readonly resolved: ResolvedTarget;
  readonly material: Material;
  readonly snapshot: Snapshot;
  /** What the consumers of the target use now. */
  readonly seen: readonly SeenBinding[];
  /** What admitting and resolving found. */
  readonly findings: readonly Finding[];
  /** What the caller gave of the certificate that is held. */
  readonly previous: GivenPrevious | undefined;
  readonly acts: Acts;
  readonly call: EngineCall;
}

/** Says what a deploy would do, what speaks against it, and what could be undone. Writes nothing. */
@injectable()
export class Planner {
  constructor(
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.addressBook) private readonly addressBook: AddressBook,
    @inject(TOKENS.holds) private readonly holds: Holds,
    @inject(TOKENS.compromised) private readonly compromised: CompromisedLeaves,
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.wayBack) private readonly wayBack: WayBack,
    @inject(TOKENS.usage) private readonly usage: UsageLog,
    @inject(TOKENS.bindingPlanner) private readonly bindings: BindingPlanner,
    @inject(TOKENS.journal) private readonly journal: Journal,
  ) {}

  async plan(input: PlanInput): Promise<Plan> {
    const { resolved, material, snapshot } = input;
    const { observation } = snapshot;
    const present = observation.state === 'present' ? observation : undefined;
    const deleted = observation.state === 'deleted' ? observation : undefined;
    const shows = shownOf(snapshot);
    const { proof, bindsItself } = resolved.plugin.capabilities;
    const tags: Tags = {
      ...settable((present ?? deleted)?.tags ?? {}, resolved.plugin.limits),
      ...operatorTags(resolved.config),
      ...(resolved.plugin.capabilities.tags === 'none' ? {} : provenanceTags(resolved.provenance)),
    };
    const own = this.#steps(resolved, material, observation, tags);
    const imports = own.some((step) => step.kind === 'import');
    const { purpose, seen } = input;
    const bindings = await this.bindings.plan({ purpose, resolved, material, seen, imports });
    const steps = [...own, ...bindings.steps];
    const wayBack = imports
      ? await this.wayBack.assess(input, present)
      : { class: 'exact' as const, findings: [] };
    const degraded = observation.state === 'deleted' ? [] : observation.degraded;
    const mark = await this.compromised.find(material.leaf);
    const findings = [
      ...input.findings,
      ...degradedFindings(resolved.plugin, degraded),
      ...(mark ? [leafCompromised(mark)] : []),
      ...bindings.findings,
    ];
    if (steps.length > 0) {
      findings.push(
        ...(await this.#ownership(input, present ?? deleted)),
        ...(await this.#holds(input)),
        ...(deleted ? [nameDeleted(resolved.place, deleted, input.acts.undelete)] : []),
        ...(isGone(resolved, observation) ? [referenceAbsent(resolved.place)] : []),
        ...(isSearchedInVain(resolved) ? [madeAfresh(resolved.place)] : []),
        ...limitFindings(resolved.plugin.limits, material, tags),
      );
    }
    if (imports) {
      findings.push(
        // What was held before is older, and lacks what was added since: that is what is asked for.
        ...(input.purpose === 'rollback' ? [] : renewalFindings(resolved.target, material, snapshot.bundle)),
        ...this.#review(input, tags),
        // A rollback that was asked for is a restore like any other, which the reserve is for.
        ...(input.purpose === 'rollback'
          ? []
          : await quotaFindings(resolved.plugin, resolved.place, this.usage, this.clock.now())),
        ...wayBack.findings,
        ...(shows ? [heldNotShown(resolved.place, shows)] : []),
        ...(proof === 'serial' ? [provenBySerial(resolved.place)] : []),
        ...(bindsItself ? [servedAtOnce(resolved.place, present?.usedBy)] : []),
        ...(keepsKeys(resolved.target) ? [] : [keysNotKept(resolved.target.keep ?? 'sealed')]),
        ...(present?.disabled
          ? [latestDisabled(resolved.place, present.revision, this.#isHeld(input, present))]
          : []),
        ...inUse(otherUsers(present, resolved)),
      );
    }
    const refused = findings.some((finding) => finding.severity === 'refusal');
    return {
      verdict: refused ? 'refused' : steps.length === 0 ? 'unchanged' : 'changes',
      address: resolved.place.address,
      ...(resolved.place.reference === undefined ? {} : { reference: resolved.place.reference }),
      steps,
      findings,
      rollback: withConsumers(wayBack.class, bindings.consumers),
      ...(snapshot.bundle ? { holds: briefOf(snapshot.bundle.leaf) } : {}),
      ...(shows ? { shows } : {}),
      incoming: briefOf(material.leaf),
      tags,
      ...(present?.usedBy ? { usedBy: present.usedBy } : {}),
      ...(seen.length > 0 ? { consumers: bindings.consumers } : {}),
      plannedAt: this.clock.now(),
    };
  }

  #isHeld({ resolved, material }: PlanInput, present: Present): boolean {
    return holds(present, wantedOf(material), resolved.plugin.capabilities.proof);
  }

  #steps(resolved: ResolvedTarget, material: Material, now: Observation, tags: Tags): PlanStep[] {
    const { capabilities } = resolved.plugin;
    if (now.state === 'deleted') {
      return [
        { kind: 'undelete', deletion: now.deletion },
        { kind: 'import', mode: 'new-version' },
      ];
    }
    const present = now.state === 'present' ? now : undefined;
    if (!present || present.disabled || !holds(present, wantedOf(material), capabilities.proof)) {
      return [{ kind: 'import', mode: present ? MODES[capabilities.rotation] : firstMode(capabilities) }];
    }
    // Tags that cannot be read are no reason to write: what is held is what is wanted.
    if (capabilities.tags === 'none' || !present.tags) return [];
    const set = missingTags(present.tags, tags);
    if (Object.keys(set).length === 0) return [];
    return capabilities.tags === 'own-call'
      ? [{ kind: 'tag', set }]
      : [{ kind: 'import', mode: 'new-version' }];
  }

  #review(input: PlanInput, tags: Tags): readonly Finding[] {
    const { resolved, material, snapshot } = input;
    return resolved.store.review({
      config: resolved.config,
      place: resolved.place,
      incoming: material,
      privateKeyBytes: material.privateKey.pem().length,
      ...(snapshot.bundle ? { held: snapshot.bundle } : {}),
      observation: snapshot.observation,
      tags,
    });
  }

  async #ownership(input: PlanInput, there: Present | Deleted | undefined): Promise<Finding[]> {
    const { resolved, snapshot } = input;
    if (!there) return [];
    const { address } = resolved.place;
    const fingerprint =
      there.state === 'present'
        ? (snapshot.bundle?.leaf.fingerprint ?? there.fingerprint)
        : there.leaf && readCertificate(there.leaf).fingerprint;
    const kept = ours(await this.keeper.list(address));
    // The other records, of which there may be many, are looked through where the leaf does not tell.
    const isKept = fingerprint !== undefined && kept.includes(fingerprint);
    const ownership = ownershipOf({
      hasTags: resolved.plugin.capabilities.tags !== 'none',
      tags: there.tags,
      fingerprint,
      provenance: resolved.provenance,
      kept,
      committed: !isKept && (await this.addressBook.committed(resolved.target.id, address)),
      madeHere: !isKept && there.state === 'present' && (await madeHere(resolved, there, this.journal)),
    });
    if (ownership.ours) return [];
    // Of what is known by its serial alone, that is what a permission can be bound to.
    const leaf = fingerprint ?? (there.state === 'present' ? there.serial : undefined);
    if (leaf !== undefined && input.acts.takeOver === leaf) {
      return [takenOver(resolved.place, ownership.why)];
    }
    return [notOurs(resolved.place, ownership.why, leaf ?? '')];
  }

  async #holds({ purpose, resolved, material, snapshot }: PlanInput): Promise<Finding[]> {
    const restored = await this.holds.restored(resolved.target.id);
    if (restored) {
      const { fingerprint } = snapshot.bundle?.leaf ?? {};
      const kept = await this.keeper.list(resolved.place.address);
      const record = kept.find((each) => each.fingerprint === fingerprint);
      return [onHoldRestored(restored, fingerprint === undefined ? undefined : (record?.role ?? 'unknown'))];
    }
    if (purpose === 'rollback') return [];
    const hold = await this.holds.get(resolved.target.id);
    if (!hold) return [];
    // A newer certificate is a new attempt; the quarantined one, or an older, is the same mistake again.
    const newer = material.leaf.fingerprint !== hold.fingerprint && material.leaf.notBefore >= hold.notBefore;
    return newer ? [] : [onHold(hold)];
  }
}

const MODES = { versioned: 'new-version', 'in-place': 'in-place', replaces: 'replacement' } as const;

function firstMode({ rotation }: StoreCapabilities): 'new-version' | 'fresh' {
  return rotation === 'versioned' ? 'new-version' : 'fresh';
}

/** What uses the certificate beside the consumers that the target names. */
function otherUsers(present: Present | undefined, { consumers }: ResolvedTarget): readonly string[] {
  const named = consumers.map(({ place }) => place.consumer);
  return (present?.usedBy ?? []).filter((user) => !named.includes(user));
}

/** Pointing a consumer back needs no key, so a fresh certificate that is taken away leaves what was there before. */
function withConsumers(store: RollbackClass, consumers: readonly PlannedConsumer[]): RollbackClass {
  const isMoved = consumers.some(({ binds, uses }) => binds && uses.length > 0);
  return store === 'nothing-to-restore' && isMoved ? 'exact' : store;
}

/** Whether nothing but a search says that there is no certificate of the target. */
function isSearchedInVain({ place, store }: ResolvedTarget): boolean {
  return place.reference === undefined && store.find !== undefined;
}

/** Where addresses keep, one that was given out before and holds nothing now was taken away by somebody. */
function isGone(resolved: ResolvedTarget, observation: Observation): boolean {
  return (
    resolved.plugin.capabilities.rotation !== 'versioned' &&
    resolved.place.reference !== undefined &&
    observation.state === 'absent'
  );
}
