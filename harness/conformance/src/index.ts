export { ALL_CASES } from './cases/all-cases.js';
export { currentAttempt } from './environment/current-attempt.js';
export {
  defineEnvironment,
  type Environment,
  isEnvironment,
  type StartOptions,
  type Tier,
  type Unprovable,
} from './environment/define-environment.js';
export {
  type Armed,
  FAULT_SHAPES,
  type FaultOrder,
  type FaultPlace,
  type FaultShape,
  type Impossible,
  type Move,
} from './environment/fault.js';
export {
  type AnsweredShape,
  type FaultAnswer,
  type FaultProxy,
  type FaultProxyOptions,
  type Identified,
  type ProxiedAnswer,
  type ProxiedRequest,
  startFaultProxy,
} from './environment/fault-proxy.js';
export { type HttpRequestKind, type HttpStageDefinition, startHttpStage } from './environment/http-stage.js';
export type {
  ConsumerStage,
  HostServices,
  ObservedCertificate,
  ObservedConsumer,
  ObservedPlace,
  Pems,
  Seed,
  Stage,
  WireRequest,
} from './environment/stage.js';
export type { CaseOutcome, CaseResult, Exchange, Failure } from './kernel/case-result.js';
export type { ConformanceCase, Level, Requirement } from './kernel/conformance-case.js';
export { type ConformanceOptions, type ConformanceRun, runConformance } from './kernel/run-conformance.js';
export { EXIT_CODE_OF_VERDICT, type Verdict, verdictOf } from './kernel/verdict.js';
