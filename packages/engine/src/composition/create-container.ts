import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { Credentials, HttpSettings, Logger } from '@certctl/plugin-api';
import { type DependencyContainer, Lifecycle, container as root } from 'tsyringe';
import { Bind } from '../binding/bind.js';
import { BindingPlanner } from '../binding/binding-planner.js';
import { BindingResolver } from '../binding/binding-resolver.js';
import { BindingSurvey } from '../binding/binding-survey.js';
import { PointBack } from '../binding/point-back.js';
import { PointingPlan } from '../binding/pointing-plan.js';
import { QuotaGovernor } from '../call/governor.js';
import { DEFAULT_TIMING } from '../call/timing.js';
import { MemoryUsageLog } from '../call/usage-log.js';
import { Adoption } from '../flow/adoption.js';
import { CallFactory } from '../flow/call-factory.js';
import { CarryOut } from '../flow/carry-out.js';
import { Closer } from '../flow/closer.js';
import { DeployFlow } from '../flow/deploy-flow.js';
import type { Deployment } from '../flow/deployment.js';
import { Forward } from '../flow/forward.js';
import { Keep } from '../flow/keep.js';
import { KeyActs } from '../flow/key-acts.js';
import { LeaseSet } from '../flow/lease-set.js';
import { OutcomeBuilder } from '../flow/outcome-builder.js';
import { PastMaterial } from '../flow/past-material.js';
import { PreviousMaterial } from '../flow/previous-material.js';
import { Progress } from '../flow/progress.js';
import { Recall } from '../flow/recall.js';
import { Recovery } from '../flow/recovery.js';
import { Redelete } from '../flow/redelete.js';
import { Restore } from '../flow/restore.js';
import { Rollback } from '../flow/rollback.js';
import { Survey } from '../flow/survey.js';
import { TargetResolver } from '../flow/target-resolver.js';
import { Undelete } from '../flow/undelete.js';
import { Withdraw } from '../flow/withdraw.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import { MemoryKeyKeeper } from '../keeper/memory-key-keeper.js';
import { MemoryLeases } from '../lease/memory-leases.js';
import { Metrics } from '../observability/metrics.js';
import { silentLogger } from '../observability/silent-logger.js';
import { Planner } from '../plan/planner.js';
import { WayBack } from '../plan/way-back.js';
import { InstancePool } from '../plugins/instance-pool.js';
import { ListedCommands } from '../plugins/listed-commands.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { MemoryAddressBook } from '../record/address-book.js';
import { MemoryAuditLog } from '../record/audit-log.js';
import { MemoryCompromisedLeaves } from '../record/compromised-leaves.js';
import { MemoryDeploymentRecords } from '../record/deployment-records.js';
import { MemoryHolds } from '../record/holds.js';
import { eachByItself } from '../record/together.js';
import { WriterSurvey } from '../writers/writer-survey.js';
import { SystemClock } from './system-clock.js';
import { TOKENS, type Token } from './tokens.js';

type Service<T> = T extends Token<infer S> ? readonly [Token<S>, S] : never;
/** A service that the embedder puts in the place of ours: the token and the object. */
export type ServiceOverride = {
  [K in keyof typeof TOKENS]: Service<(typeof TOKENS)[K]>;
}[keyof typeof TOKENS];

const HTTP: HttpSettings = { connectTimeoutMs: 10_000, maxSockets: 64, allowEndpoints: false };
const NO_CREDENTIALS: Credentials = { get: () => undefined };

/** The services of one engine. Its own container: the library's global one is shared with strangers. */
export function createContainer(overrides: readonly ServiceOverride[] = []): DependencyContainer {
  const container = root.createChildContainer();
  const single = { lifecycle: Lifecycle.Singleton } as const;
  container.register(TOKENS.clock, { useValue: new SystemClock() });
  container.register(TOKENS.random, { useValue: Math.random });
  container.register(TOKENS.newId, { useValue: randomUUID });
  container.register<Logger>(TOKENS.logger, { useValue: silentLogger });
  container.register(TOKENS.http, { useValue: HTTP });
  container.register(TOKENS.credentials, { useValue: NO_CREDENTIALS });
  container.register(TOKENS.commands, { useValue: new ListedCommands({}) });
  container.register(TOKENS.timing, { useValue: DEFAULT_TIMING });
  container.register(TOKENS.instance, { useValue: 'default' });
  container.register(TOKENS.governor, QuotaGovernor, single);
  container.register(TOKENS.usage, { useValue: new MemoryUsageLog() });
  container.register(TOKENS.journal, { useValue: new MemoryJournal() });
  container.register(TOKENS.leases, MemoryLeases, single);
  container.register(TOKENS.keeper, { useValue: new MemoryKeyKeeper() });
  container.register(TOKENS.addressBook, { useValue: new MemoryAddressBook() });
  container.register(TOKENS.holds, { useValue: new MemoryHolds() });
  container.register(TOKENS.compromised, { useValue: new MemoryCompromisedLeaves() });
  container.register(TOKENS.audit, { useValue: new MemoryAuditLog() });
  container.register(TOKENS.deployments, { useValue: new MemoryDeploymentRecords() });
  container.register(TOKENS.together, { useValue: eachByItself });
  container.register(TOKENS.metrics, { useValue: new Metrics() });
  container.register(TOKENS.plugins, { useValue: new PluginRegistry() });
  container.register(TOKENS.instances, InstancePool, single);
  for (const [token, service] of overrides) container.register(token, { useValue: service });
  return container;
}

/** The services of one deploy: each made once, on top of the engine's. */
export function createDeployContainer(
  engine: DependencyContainer,
  deployment: Deployment,
): DependencyContainer {
  const container = engine.createChildContainer();
  const scoped = { lifecycle: Lifecycle.ContainerScoped } as const;
  container.register(TOKENS.deployment, { useValue: deployment });
  container.register(TOKENS.progress, Progress, scoped);
  container.register(TOKENS.leaseSet, LeaseSet, scoped);
  container.register(TOKENS.calls, CallFactory, scoped);
  container.register(TOKENS.resolver, TargetResolver, scoped);
  container.register(TOKENS.bindings, BindingResolver, scoped);
  container.register(TOKENS.bindingSurvey, BindingSurvey, scoped);
  container.register(TOKENS.bindingPlanner, BindingPlanner, scoped);
  container.register(TOKENS.bind, Bind, scoped);
  container.register(TOKENS.pointingPlan, PointingPlan, scoped);
  container.register(TOKENS.pointBack, PointBack, scoped);
  container.register(TOKENS.previousMaterial, PreviousMaterial, scoped);
  container.register(TOKENS.pastMaterial, PastMaterial, scoped);
  container.register(TOKENS.wayBack, WayBack, scoped);
  container.register(TOKENS.planner, Planner, scoped);
  container.register(TOKENS.closer, Closer, scoped);
  container.register(TOKENS.restore, Restore, scoped);
  container.register(TOKENS.withdraw, Withdraw, scoped);
  container.register(TOKENS.redelete, Redelete, scoped);
  container.register(TOKENS.undelete, Undelete, scoped);
  container.register(TOKENS.rollback, Rollback, scoped);
  container.register(TOKENS.forward, Forward, scoped);
  container.register(TOKENS.recovery, Recovery, scoped);
  container.register(TOKENS.recall, Recall, scoped);
  container.register(TOKENS.survey, Survey, scoped);
  container.register(TOKENS.writerSurvey, WriterSurvey, scoped);
  container.register(TOKENS.outcome, OutcomeBuilder, scoped);
  container.register(TOKENS.keep, Keep, scoped);
  container.register(TOKENS.adoption, Adoption, scoped);
  container.register(TOKENS.keyActs, KeyActs, scoped);
  container.register(TOKENS.carryOut, CarryOut, scoped);
  container.register(TOKENS.deployFlow, DeployFlow, scoped);
  return container;
}

/** The service of a token, with its type. */
export function resolve<T>(container: DependencyContainer, token: Token<T>): T {
  return container.resolve<T>(token);
}
