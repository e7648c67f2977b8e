import { readCertificate } from '@certctl/certificate';
import type { CertificateFacts, Clock } from '@certctl/plugin-api';
import { inject, injectable } from 'tsyringe';
import { TOKENS } from '../composition/tokens.js';
import type { Journal, JournalEntry } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Metrics } from '../observability/metrics.js';
import type { Holds as HoldsNow, Outcome, OutcomeStatus } from '../outcome/outcome.js';
import type { Purpose } from '../outcome/purpose.js';
import type { AddressBook } from '../record/address-book.js';
import type { AuditLog, AuditRow } from '../record/audit-log.js';
import type { DeploymentRecord, DeploymentRecords } from '../record/deployment-records.js';
import type { Holds } from '../record/holds.js';
import { recordOf } from '../record/record-of.js';
import type { Together } from '../record/together.js';
import { keepsKeys } from '../target.js';
import type { Deployment, ResolvedTarget } from './deployment.js';
import type { LeaseSet } from './lease-set.js';
import { loopTurn } from './loop-turn.js';

/** What is known of an entry at its end. */
export interface Ending {
  readonly status: OutcomeStatus;
  /** Of a rollback that failed: what was last seen. */
  readonly holds?: HoldsNow;
  readonly serialBefore?: string;
  /** Of what is held at the end. */
  readonly serialAfter?: string;
  readonly revision?: string;
  readonly errorCode?: string;
}

/** Writes the end of a deploy: keys, address, hold, journal, audit and counters, each once. */
@injectable()
export class Closer {
  constructor(
    @inject(TOKENS.clock) private readonly clock: Clock,
    @inject(TOKENS.journal) private readonly journal: Journal,
    @inject(TOKENS.keeper) private readonly keeper: KeyKeeper,
    @inject(TOKENS.addressBook) private readonly addressBook: AddressBook,
    @inject(TOKENS.holds) private readonly holds: Holds,
    @inject(TOKENS.audit) private readonly audit: AuditLog,
    @inject(TOKENS.deployments) private readonly deployments: DeploymentRecords,
    @inject(TOKENS.together) private readonly together: Together,
    @inject(TOKENS.leaseSet) private readonly leases: LeaseSet,
    @inject(TOKENS.metrics) private readonly metrics: Metrics,
  ) {}

  /** Ends an entry of the journal for good. `unresolved` is no end: nothing is closed, and no counter moves. */
  async close(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    leaf: CertificateFacts,
    ending: Ending,
    record: DeploymentRecord,
    event: Purpose | 'recovery' = entry.purpose,
  ): Promise<void> {
    const { status } = ending;
    const { address } = resolved.place;
    if (status !== 'unresolved') {
      // Keys are sealed again under their new address, which a key service may do: never inside a transaction.
      for (const earlier of entry.addresses) await this.keeper.move(earlier, address);
    }
    await loopTurn();
    await this.together(async () => {
      // First, because it fails when a successor has the entry: what follows is then not ours to write.
      if (status !== 'unresolved') {
        await this.journal.close(entry.id, entry.owner, status, this.clock.now());
      }
      await this.#settleKeys(entry, address, ending);
      if (status === 'deployed') await this.#destroySpent(entry, resolved);
      await this.#record(entry, resolved, ending, event);
      await this.#settleRecords(entry, resolved, leaf, ending);
      await this.deployments.put(record);
      // Whoever closes the entry of another goes on at its addresses.
      if (event !== 'recovery') await this.leases.release();
    });
    this.metrics.ended(entry.targetType, status, this.clock.now() - entry.openedAt);
    this.metrics.journalOpen(await this.journal.countOpen());
  }

  async #settleKeys(entry: JournalEntry, address: string, { status, holds }: Ending): Promise<void> {
    // The new certificate is what is served now, so the next deploy may have to go back to it.
    const isServed = status === 'deployed' || (status === 'also_failed' && holds === 'new');
    if (isServed) await this.keeper.promote(address, entry.id);
    // What was last seen may be a late read: until the next deploy the key is not given up.
    else if (status !== 'unresolved' && status !== 'also_failed') {
      await this.keeper.discardPending(address, entry.id);
    }
  }

  /** What is no longer of use, or by the target's word not to be kept. */
  async #destroySpent(entry: JournalEntry, { place, target }: ResolvedTarget): Promise<void> {
    const { address } = place;
    const at = this.clock.now();
    const destroyed = await this.keeper.destroy(
      keepsKeys(target) ? { address, role: 'previous', expiredAt: at } : { address },
    );
    const { id: deploymentId, actor, targetId, targetType } = entry;
    for (const { serial, fingerprint } of destroyed) {
      await this.audit.append({
        ...{ at, deploymentId, actor, targetId, targetType, address },
        event: 'key-destruction',
        outcome: 'done',
        serialBefore: serial,
        leaf: fingerprint,
      });
    }
  }

  async #settleRecords(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    leaf: CertificateFacts,
    { status, errorCode }: Ending,
  ): Promise<void> {
    const { address, reference } = resolved.place;
    if (status === 'deployed') {
      await this.addressBook.record({ targetId: entry.targetId, address, reference });
      if (entry.purpose === 'rollback') await this.#holdWhatWasLeft(entry, resolved);
      else await this.#liftHold(entry, resolved);
    }
    if (status === 'restored' || status === 'withdrawn' || status === 'also_failed') {
      await this.#hold(entry, resolved, leaf, `a deploy ended ${status} (${errorCode ?? 'unknown'})`);
    }
  }

  /** Somebody went back from it, so nothing may bring it in again by itself. */
  async #holdWhatWasLeft(entry: JournalEntry, resolved: ResolvedTarget): Promise<void> {
    const left = entry.preImage.state === 'present' ? entry.preImage.leaf : undefined;
    if (left) await this.#hold(entry, resolved, readCertificate(left), `${entry.actor} rolled it back`);
  }

  async #hold(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    leaf: CertificateFacts,
    reason: string,
  ): Promise<void> {
    await this.holds.put({
      targetId: entry.targetId,
      fingerprint: leaf.fingerprint,
      notBefore: leaf.notBefore,
      since: this.clock.now(),
      deploymentId: entry.id,
      reason,
    });
    await this.audit.append({ ...this.#rowOf(entry, resolved), event: 'hold', outcome: 'done' });
  }

  async #liftHold(entry: JournalEntry, resolved: ResolvedTarget): Promise<void> {
    if (!(await this.holds.release(entry.targetId))) return;
    await this.audit.append({ ...this.#rowOf(entry, resolved), event: 'release', outcome: 'done' });
  }

  /** Ends a deploy that has opened no entry, because it sent nothing. */
  async endWithoutEntry(deployment: Deployment, outcome: Outcome, type: string): Promise<void> {
    const held = outcome.before?.serial;
    await this.together(async () => {
      await this.audit.append({
        at: outcome.endedAt,
        event: deployment.purpose,
        deploymentId: deployment.id,
        actor: deployment.actor,
        targetId: deployment.target.id,
        targetType: type,
        ...(outcome.address === undefined ? {} : { address: outcome.address }),
        ...(outcome.reference === undefined ? {} : { reference: outcome.reference }),
        outcome: outcome.status,
        ...(held === undefined ? {} : { serialBefore: held, serialAfter: held }),
        ...('error' in outcome ? { errorCode: outcome.error.code } : {}),
      });
      await this.deployments.put(recordOf(outcome, deployment));
      await this.leases.release();
    });
    this.metrics.ended(type, outcome.status, this.clock.now() - deployment.startedAt);
  }

  #rowOf(entry: JournalEntry, { place }: ResolvedTarget): Omit<AuditRow, 'event' | 'outcome'> {
    return {
      at: this.clock.now(),
      deploymentId: entry.id,
      actor: entry.actor,
      targetId: entry.targetId,
      targetType: entry.targetType,
      address: place.address,
      ...(place.reference === undefined ? {} : { reference: place.reference }),
    };
  }

  async #record(
    entry: JournalEntry,
    resolved: ResolvedTarget,
    ending: Ending,
    event: Purpose | 'recovery',
  ): Promise<void> {
    const { status, holds: _, ...rest } = ending;
    const row: Omit<AuditRow, 'event'> = { ...this.#rowOf(entry, resolved), ...rest, outcome: status };
    await this.audit.append({ ...row, event });
    if (status === 'restored' || status === 'also_failed')
      await this.audit.append({ ...row, event: 'restore' });
    if (status === 'withdrawn') await this.audit.append({ ...row, event: 'withdraw' });
  }
}
