import { keyMatches } from '@certctl/certificate';
import {
  type Clock,
  type Finding,
  type Material,
  type Observation,
  type Present,
  type PrivateKey,
  provenanceTags,
  type Tags,
} from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import { holds, type Snapshot, wantedOf } from '../flow/held.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import { briefOf } from '../outcome/brief.js';
import type { AddressBook } from '../record/address-book.js';
import type { Holds } from '../record/holds.js';
import { operatorTags } from '../target.js';
import {
  degradedFindings,
  inUse,
  nameDeleted,
  notOurs,
  type Obstacle,
  onHold,
  referenceAbsent,
  rollbackImpossible,
  takenOver,
} from './findings.js';
import { limitFindings } from './limit-rules.js';
import { ownershipOf } from './ownership.js';
import type { Plan, PlanStep, RollbackClass } from './plan.js';
import { renewalFindings } from './renewal-rules.js';
import { missingTags } from './tag-difference.js';

export interface PlanInput {
  readonly resolved: ResolvedTarget;
  readonly material: Material;
  readonly snapshot: Snapshot;
  /** What admitting and resolving found. */
  readonly findings: readonly Finding[];
  /** Key that the caller gave for the certificate that is held. */
  readonly previousKey?: PrivateKey;
  /** Fingerprint of the leaf that may be overwritten though it is not ours. */
  readonly takeOver?: string;
}

/** Says what a deploy would do, what speaks against it, and what could be undone. Writes nothing. */
@injectable()
export class Planner {
  constructor(
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.addressBook) private readonly addressBook: AddressBook,
    @inject(TOKENS.holds) private readonly holds: Holds,
    @inject(TOKENS.clock) private readonly clock: Clock,
  ) {}

  async plan(input: PlanInput): Promise<Plan> {
    const { resolved, material, snapshot } = input;
    const { observation } = snapshot;
    const present = observation.state === 'present' ? observation : undefined;
    const tags: Tags = {
      ...present?.tags,
      ...operatorTags(resolved.config),
      ...(resolved.plugin.capabilities.tags === 'none' ? {} : provenanceTags(resolved.provenance)),
    };
    const steps = this.#steps(resolved, material, present, tags);
    const imports = steps.some((step) => step.kind === 'import');
    const rollback = imports ? await this.#rollback(input, present) : { class: 'exact' as const };
    const findings = [...input.findings, ...degradedFindings(resolved.plugin, present?.degraded)];
    if (steps.length > 0) {
      findings.push(
        ...(await this.#ownership(input, present)),
        ...(await this.#hold(resolved, material)),
        ...(observation.state === 'deleted' ? [nameDeleted(resolved.place)] : []),
        ...(isGone(resolved, observation) ? [referenceAbsent(resolved.place)] : []),
        ...limitFindings(resolved.plugin.limits, material, tags),
      );
    }
    if (imports) {
      findings.push(
        ...renewalFindings(resolved.target, material, snapshot.bundle),
        ...this.#review(input, tags),
        ...(rollback.class === 'impossible'
          ? [rollbackImpossible(rollback, resolved.target.require_rollback === true)]
          : []),
        ...(present?.usedBy?.length ? [inUse(present.usedBy)] : []),
      );
    }
    const refused = findings.some((finding) => finding.severity === 'refusal');
    return {
      verdict: refused ? 'refused' : steps.length === 0 ? 'unchanged' : 'changes',
      address: resolved.place.address,
      ...(resolved.place.reference === undefined ? {} : { reference: resolved.place.reference }),
      steps,
      findings,
      rollback: rollback.class,
      ...(snapshot.bundle ? { holds: briefOf(snapshot.bundle.leaf) } : {}),
      incoming: briefOf(material.leaf),
      tags,
      ...(present?.usedBy ? { usedBy: present.usedBy } : {}),
      plannedAt: this.clock.now(),
    };
  }

  #steps(resolved: ResolvedTarget, material: Material, present: Present | undefined, tags: Tags): PlanStep[] {
    const { capabilities } = resolved.plugin;
    if (!present || !holds(present, wantedOf(material), capabilities.proof)) {
      const mode = capabilities.rotation === 'versioned' ? 'new-version' : present ? 'in-place' : 'fresh';
      return [{ kind: 'import', mode }];
    }
    // Tags that cannot be read are no reason to write: what is held is what is wanted.
    if (capabilities.tags === 'none' || !present.tags) return [];
    const set = missingTags(present.tags, tags);
    if (Object.keys(set).length === 0) return [];
    return capabilities.tags === 'own-call'
      ? [{ kind: 'tag', set }]
      : [{ kind: 'import', mode: 'new-version' }];
  }

  async #rollback(
    input: PlanInput,
    present: Present | undefined,
  ): Promise<{ class: Exclude<RollbackClass, 'impossible'> } | ({ class: 'impossible' } & Obstacle)> {
    const { resolved, snapshot, previousKey, material } = input;
    if (!present) return { class: 'nothing-to-restore' };
    const held = snapshot.bundle;
    if (!held)
      return { class: 'impossible', reason: 'the service does not show the certificate that it holds' };
    if (held.leaf.notAfter <= this.clock.now()) {
      return { class: 'impossible', reason: `it expired on ${new Date(held.leaf.notAfter).toISOString()}` };
    }
    // The way back is an import like any other, so the service's own rules are asked about it too.
    const refusal = resolved.store
      .review({
        config: resolved.config,
        place: resolved.place,
        incoming: held,
        privateKeyBytes: 0,
        held: material,
        observation: present,
        tags: present.tags ?? {},
      })
      .find((finding) => finding.severity === 'refusal');
    if (refusal) return { class: 'impossible', reason: `the service would refuse it (${refusal.message})` };
    if (resolved.plugin.capabilities.readsKeyBack) return { class: 'exact' };
    const kept = await this.keeper.list(resolved.place.address);
    if (kept.some((record) => record.fingerprint === held.leaf.fingerprint)) return { class: 'kept-key' };
    if (previousKey && keyMatches(previousKey, held.leaf)) return { class: 'caller-key' };
    return {
      class: 'impossible',
      keyHelps: true,
      reason: previousKey
        ? 'the previous key that was given is not its key'
        : 'its private key is not kept here, and the service does not give it back',
    };
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

  async #ownership(input: PlanInput, present: Present | undefined): Promise<Finding[]> {
    const { resolved, snapshot } = input;
    if (!present) return [];
    const { address } = resolved.place;
    const fingerprint = snapshot.bundle?.leaf.fingerprint ?? present.fingerprint;
    const ownership = ownershipOf({
      present,
      fingerprint,
      provenance: resolved.provenance,
      kept: (await this.keeper.list(address)).map((record) => record.fingerprint),
      committed: await this.addressBook.committed(resolved.target.id, address),
    });
    if (ownership.ours) return [];
    if (fingerprint !== undefined && input.takeOver === fingerprint) {
      return [takenOver(resolved.place, ownership.why)];
    }
    return [notOurs(resolved.place, ownership.why, fingerprint ?? '')];
  }

  async #hold(resolved: ResolvedTarget, material: Material): Promise<Finding[]> {
    const hold = await this.holds.get(resolved.target.id);
    if (!hold) return [];
    // A newer certificate is a new attempt; the quarantined one, or an older, is the same mistake again.
    const newer = material.leaf.fingerprint !== hold.fingerprint && material.leaf.notBefore >= hold.notBefore;
    return newer ? [] : [onHold(hold)];
  }
}

/** Where addresses keep, one that was given out before and holds nothing now was taken away by somebody. */
function isGone(resolved: ResolvedTarget, observation: Observation): boolean {
  return (
    resolved.plugin.capabilities.rotation !== 'versioned' &&
    resolved.place.reference !== undefined &&
    observation.state === 'absent'
  );
}
