import { readCertificate } from '@certctl/certificate';
import type { CertificateBundle, CertificateFacts, Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { ResolvedTarget } from '../flow/deployment.js';
import type { Snapshot } from '../flow/held.js';
import type { Journal, JournalEntry } from '../journal/journal.js';
import { briefOf } from '../outcome/brief.js';
import { onHoldRestored } from '../plan/findings.js';
import type { Plan } from '../plan/plan.js';
import type { Holds } from '../record/holds.js';
import type { BindingRecord } from './binding-record.js';
import type { SeenBinding } from './binding-survey.js';
import { consumersOf, isMoved } from './consumer.js';

/** How many deployments are looked through for the one that brought in what is held. */
const MOST = 100;

/** A rollback that sends no certificate: what the consumers used before is still there for them. */
export interface Pointing {
  readonly plan: Plan;
  readonly bindings: readonly BindingRecord[];
  /** What the consumers served before, where a handshake showed it. */
  readonly served?: CertificateFacts;
  /** What is held in the store, and stays there. */
  readonly bundle: CertificateBundle;
}

/** Finds out whether a rollback is a matter of pointing consumers back. */
@injectable()
export class PointingPlan {
  constructor(
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.holds) private readonly holds: Holds,
    @inject(TOKENS.clock) private readonly clock: Clock,
  ) {}

  /** @returns undefined when the deploy before replaced a certificate in its place, or pointed nobody elsewhere */
  async of(
    resolved: ResolvedTarget,
    { bundle }: Snapshot,
    seen: readonly SeenBinding[],
  ): Promise<Pointing | undefined> {
    const { address, reference } = resolved.place;
    if (seen.length === 0 || !bundle || reference === undefined) return undefined;
    const closed = await this.journal.history(resolved.target.id, MOST);
    const brought = closed.find(
      ({ entry, status }) =>
        status === 'deployed' &&
        entry.purpose === 'deploy' &&
        entry.incoming.fingerprint === bundle.leaf.fingerprint,
    )?.entry;
    if (!brought || (brought.preImage.state === 'present' && !brought.replaces)) return undefined;
    const bindings = pointedBack(resolved, brought, reference, seen);
    if (bindings.length === 0) return undefined;
    const leaf = bindings.find(({ wanted }) => wanted?.leaf)?.wanted?.leaf;
    const served = leaf && readCertificate(leaf);
    const restored = await this.holds.restored(resolved.target.id);
    return {
      bundle,
      bindings,
      ...(served ? { served } : {}),
      plan: {
        verdict: restored ? 'refused' : 'changes',
        address,
        reference,
        steps: bindings.map(({ place, before, wanted }) => ({
          kind: 'bind',
          consumer: place.title,
          ...(before[0] === undefined ? {} : { from: before[0] }),
          ...(wanted ? { to: wanted.reference } : {}),
        })),
        findings: restored ? [onHoldRestored(restored, undefined)] : [],
        rollback: 'exact',
        holds: briefOf(bundle.leaf),
        incoming: briefOf(served ?? bundle.leaf),
        tags: {},
        plannedAt: this.clock.now(),
      },
    };
  }
}

/** Consumers that still use what the deploy brought in, with what they used before it. */
function pointedBack(
  resolved: ResolvedTarget,
  brought: JournalEntry,
  reference: string,
  seen: readonly SeenBinding[],
): readonly BindingRecord[] {
  return consumersOf(resolved, brought).flatMap((consumer) => {
    const { record, place } = consumer;
    const [only] = record.before;
    const now = seen.find((each) => each.consumer.place.address === place.address)?.observation;
    const usesIt = now?.state === 'present' && now.references.includes(reference);
    if (place.slot !== 'one' || only === undefined || !isMoved(consumer, reference) || !usesIt) return [];
    const wanted = { reference: only, ...(record.serves ? { leaf: record.serves } : {}) };
    const serves = now.serves ? { serves: now.serves } : {};
    const { type, config } = record;
    return [{ type, config, place, before: now.references, superseded: [], wanted, ...serves }];
  });
}
