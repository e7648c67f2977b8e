import { pathToFileURL } from 'node:url';
import type { Clock } from '@certctl/plugin-api';
import type { UsageLog } from '../call/usage-log.js';
import type { Journal } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Leases } from '../lease/leases.js';
import type { AddressBook } from '../record/address-book.js';
import type { AuditLog, AuditRow } from '../record/audit-log.js';
import type { DeploymentRecords } from '../record/deployment-records.js';
import type { Holds } from '../record/holds.js';
import type { Together } from '../record/together.js';
import type { Scenario } from './scenario.js';

/** The records of one world, which survive its processes. */
export interface ModelRecords {
  readonly journal: Journal;
  readonly audit: AuditLog;
  readonly holds: Holds;
  readonly keeper: KeyKeeper;
  readonly addressBook: AddressBook;
  readonly leases: Leases;
  readonly deployments: DeploymentRecords;
  readonly usage: UsageLog;
  readonly together: Together;
  /** Whether `together` writes all or nothing, so that a process can be killed in the middle of it. */
  readonly isAtomic: boolean;
  /** Every row of the audit. */
  rows(): Promise<readonly AuditRow[]>;
  close(): Promise<void>;
}

/** What a module of other records exports. */
interface RecordsModule {
  open(clock: Clock): Promise<ModelRecords>;
}

/**
 * Records in memory; or those that the module of CERTCTL_MODEL_RECORDS opens, for the engine depends on no others.
 */
export async function openRecords(scenario: Scenario): Promise<ModelRecords> {
  const path = process.env.CERTCTL_MODEL_RECORDS;
  if (path !== undefined) {
    // What the module gives is held to by the tests of where it stands.
    const other = (await import(pathToFileURL(path).href)) as RecordsModule;
    return other.open(scenario.clock);
  }
  const { audit, holds, keeper, addressBook, leases, deployments, usage } = scenario;
  return {
    ...{ audit, holds, keeper, addressBook, leases, deployments, usage },
    journal: new MemoryJournal(),
    together: (work) => work(),
    isAtomic: false,
    rows: async () => audit.rows(),
    close: async () => {},
  };
}
