export type { BindingRecord } from './binding/binding-record.js';
export type { ConsumerOutcome, ConsumerState } from './binding/consumer-outcome.js';
export { type Governor, QuotaGovernor, RANKS, type Rank, type Turn, ungoverned } from './call/governor.js';
export { DEFAULT_TIMING, type Timing } from './call/timing.js';
export { MemoryUsageLog, type Tally, type UsageLog, type Use } from './call/usage-log.js';
export {
  createContainer,
  createDeployContainer,
  type ServiceOverride,
} from './composition/create-container.js';
export { SystemClock } from './composition/system-clock.js';
export { TOKENS, type Token } from './composition/tokens.js';
export { type AdoptRequest, createEngine, Engine, type EngineOptions } from './engine.js';
export type { Adopted } from './flow/adoption.js';
export type { Acts, DeployRequest, RollbackRequest } from './flow/deployment.js';
export type { CompromiseRequest, DestroyRequest, KeptKeys } from './flow/key-acts.js';
export { DECISIONS, type Decision, decide, type Seen } from './journal/decide.js';
export type {
  ClosedEntry,
  IncomingRecord,
  Journal,
  JournalEntry,
  JournalPatch,
  Phase,
} from './journal/journal.js';
export { MemoryJournal } from './journal/memory-journal.js';
export { noLongerOwned } from './journal/no-longer-owned.js';
export type { KeptAt, KeptRecord, KeptRole, KeyKeeper, KeySelector } from './keeper/key-keeper.js';
export { MemoryKeyKeeper } from './keeper/memory-key-keeper.js';
export type { Lease, Leases } from './lease/leases.js';
export { MemoryLeases } from './lease/memory-leases.js';
export { METRICS, Metrics } from './observability/metrics.js';
export type { CallRecord } from './outcome/call-record.js';
export {
  type AlsoFailed,
  type Busy,
  type CertificateBrief,
  type Deployed,
  type Failed,
  type Holds as HoldsNow,
  OUTCOME_TITLES,
  type Outcome,
  type OutcomeStatus,
  type Refused,
  type Restored,
  type RollbackFailure,
  succeeded,
  type Unchanged,
  type Unresolved,
  type Withdrawn,
} from './outcome/outcome.js';
export type { Purpose } from './outcome/purpose.js';
export { RULES } from './plan/findings.js';
export type { Ownership } from './plan/ownership.js';
export type { Plan, PlannedConsumer, PlanStep, RollbackClass } from './plan/plan.js';
export { type ListedCommand, ListedCommands } from './plugins/listed-commands.js';
export { type AddressBook, MemoryAddressBook } from './record/address-book.js';
export {
  type AuditEvent,
  type AuditLog,
  type AuditRow,
  EVERY_TARGET,
  MemoryAuditLog,
} from './record/audit-log.js';
export {
  type CompromisedLeaf,
  type CompromisedLeaves,
  MemoryCompromisedLeaves,
} from './record/compromised-leaves.js';
export {
  type ClosedBy,
  type DeploymentRecord,
  type DeploymentRecords,
  MemoryDeploymentRecords,
  type RecordedError,
} from './record/deployment-records.js';
export { type Hold, type Holds, MemoryHolds, type RestoredHold } from './record/holds.js';
export { checkTarget, KEEP_MODES, type KeepMode, type Target, type TargetBinding } from './target.js';
export type { ConsumerStatus, TargetStatus, Verification, VerificationResult } from './target-status.js';
export type {
  ReadTrail,
  RecognisedWrite,
  TrailState,
  WriterKind,
  WritersReport,
  WrittenPlace,
} from './writers/writers-report.js';
