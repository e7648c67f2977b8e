import type { Clock, Commands, Credentials, HttpSettings, Logger } from '@certctl/plugin-api';
import type { Bind } from '../binding/bind.js';
import type { BindingPlanner } from '../binding/binding-planner.js';
import type { BindingResolver } from '../binding/binding-resolver.js';
import type { BindingSurvey } from '../binding/binding-survey.js';
import type { PointBack } from '../binding/point-back.js';
import type { PointingPlan } from '../binding/pointing-plan.js';
import type { Governor } from '../call/governor.js';
import type { Timing } from '../call/timing.js';
import type { UsageLog } from '../call/usage-log.js';
import type { Adoption } from '../flow/adoption.js';
import type { CallFactory } from '../flow/call-factory.js';
import type { CarryOut } from '../flow/carry-out.js';
import type { Closer } from '../flow/closer.js';
import type { DeployFlow } from '../flow/deploy-flow.js';
import type { Deployment } from '../flow/deployment.js';
import type { Forward } from '../flow/forward.js';
import type { Keep } from '../flow/keep.js';
import type { KeyActs } from '../flow/key-acts.js';
import type { LeaseSet } from '../flow/lease-set.js';
import type { OutcomeBuilder } from '../flow/outcome-builder.js';
import type { PastMaterial } from '../flow/past-material.js';
import type { PreviousMaterial } from '../flow/previous-material.js';
import type { Progress } from '../flow/progress.js';
import type { Recall } from '../flow/recall.js';
import type { Recovery } from '../flow/recovery.js';
import type { Redelete } from '../flow/redelete.js';
import type { Restore } from '../flow/restore.js';
import type { Rollback } from '../flow/rollback.js';
import type { Survey } from '../flow/survey.js';
import type { TargetResolver } from '../flow/target-resolver.js';
import type { Undelete } from '../flow/undelete.js';
import type { Withdraw } from '../flow/withdraw.js';
import type { Journal } from '../journal/journal.js';
import type { KeyKeeper } from '../keeper/key-keeper.js';
import type { Leases } from '../lease/leases.js';
import type { Metrics } from '../observability/metrics.js';
import type { Planner } from '../plan/planner.js';
import type { WayBack } from '../plan/way-back.js';
import type { InstancePool } from '../plugins/instance-pool.js';
import type { PluginRegistry } from '../plugins/plugin-registry.js';
import type { AddressBook } from '../record/address-book.js';
import type { AuditLog } from '../record/audit-log.js';
import type { CompromisedLeaves } from '../record/compromised-leaves.js';
import type { DeploymentRecords } from '../record/deployment-records.js';
import type { Holds } from '../record/holds.js';
import type { Together } from '../record/together.js';
import type { WriterSurvey } from '../writers/writer-survey.js';

/** A token that remembers what it stands for. The type exists at compile time only. */
export type Token<T> = symbol & { readonly stands?: T };

function token<T>(name: string): Token<T> {
  return Symbol(`certctl.${name}`);
}

/**
 * Everything that the engine is made of. An embedder replaces a service by its token
 * (`createEngine({ services: [[TOKENS.clock, myClock]] })`).
 */
export const TOKENS = {
  clock: token<Clock>('clock'),
  /** Uniform in [0, 1). */
  random: token<() => number>('random'),
  /** Makes deployment ids. */
  newId: token<() => string>('newId'),
  logger: token<Logger>('logger'),
  http: token<HttpSettings>('http'),
  credentials: token<Credentials>('credentials'),
  /** Commands that targets may name; none, unless the host lists some. */
  commands: token<Commands>('commands'),
  timing: token<Timing>('timing'),
  /** Name of this installation, written into the provenance tags. */
  instance: token<string>('instance'),
  governor: token<Governor>('governor'),
  /** Counts what a service counts over months. */
  usage: token<UsageLog>('usage'),
  journal: token<Journal>('journal'),
  leases: token<Leases>('leases'),
  keeper: token<KeyKeeper>('keeper'),
  addressBook: token<AddressBook>('addressBook'),
  holds: token<Holds>('holds'),
  compromised: token<CompromisedLeaves>('compromised'),
  audit: token<AuditLog>('audit'),
  /** What became of each deploy, with its calls. */
  deployments: token<DeploymentRecords>('deployments'),
  /** Everything that the work writes to journal, keys, records and audit is written, or nothing is. */
  together: token<Together>('together'),
  metrics: token<Metrics>('metrics'),
  plugins: token<PluginRegistry>('plugins'),
  instances: token<InstancePool>('instances'),
  /** Registered in the child container of each deploy. */
  deployment: token<Deployment>('deployment'),
  progress: token<Progress>('progress'),
  leaseSet: token<LeaseSet>('leaseSet'),
  calls: token<CallFactory>('calls'),
  resolver: token<TargetResolver>('resolver'),
  bindings: token<BindingResolver>('bindings'),
  bindingSurvey: token<BindingSurvey>('bindingSurvey'),
  bindingPlanner: token<BindingPlanner>('bindingPlanner'),
  bind: token<Bind>('bind'),
  pointingPlan: token<PointingPlan>('pointingPlan'),
  pointBack: token<PointBack>('pointBack'),
  previousMaterial: token<PreviousMaterial>('previousMaterial'),
  pastMaterial: token<PastMaterial>('pastMaterial'),
  wayBack: token<WayBack>('wayBack'),
  planner: token<Planner>('planner'),
  closer: token<Closer>('closer'),
  rollback: token<Rollback>('rollback'),
  restore: token<Restore>('restore'),
  withdraw: token<Withdraw>('withdraw'),
  redelete: token<Redelete>('redelete'),
  undelete: token<Undelete>('undelete'),
  forward: token<Forward>('forward'),
  recovery: token<Recovery>('recovery'),
  recall: token<Recall>('recall'),
  survey: token<Survey>('survey'),
  writerSurvey: token<WriterSurvey>('writerSurvey'),
  outcome: token<OutcomeBuilder>('outcome'),
  keep: token<Keep>('keep'),
  adoption: token<Adoption>('adoption'),
  keyActs: token<KeyActs>('keyActs'),
  carryOut: token<CarryOut>('carryOut'),
  deployFlow: token<DeployFlow>('deployFlow'),
} as const;
