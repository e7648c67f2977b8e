export { ALL_CASES } from './cases/all-cases.js';
export { type ConformOptions, conform, type RunFacts, selectCases, sweep } from './doors/conform.js';
export { ConformanceError } from './doors/conformance-error.js';
export type { EndpointChoice } from './doors/find-environment.js';
export type { InstalledPackage } from './doors/installed-package.js';
export type { PackageManifest } from './doors/package-manifest.js';
export { UnusablePackage } from './doors/unusable-package.js';
export { type ClientStageDefinition, startClientStage } from './environment/client-stage.js';
export {
  ClientWire,
  type ClientWireOptions,
  type InjectedShape,
  type InjectFault,
} from './environment/client-wire.js';
export { currentAttempt } from './environment/current-attempt.js';
export {
  defineEnvironment,
  type Environment,
  isEnvironment,
  type ServiceKind,
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
export { FaultLine } from './environment/fault-line.js';
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
export { type HttpStageDefinition, startHttpStage } from './environment/http-stage.js';
export type { RequestKind } from './environment/request-kind.js';
export type {
  ConsumerEndpoint,
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
export { BASELINE_VERSION, type Baseline, type KnownFailure } from './kernel/baseline.js';
export type { CaseOutcome, CaseResult, Exchange, Failure } from './kernel/case-result.js';
export type { ConformanceCase, Level, Requirement } from './kernel/conformance-case.js';
export type { BegunCase, ConformanceOptions, ConformanceRun } from './kernel/open-run.js';
export { runConformance } from './kernel/run-conformance.js';
export { EXIT_CODE_OF_VERDICT, type Verdict, verdictOf } from './kernel/verdict.js';
export { buildReport, type ReportInput } from './report/build-report.js';
export {
  type ConformanceReport,
  REPORT_FIELDS,
  REPORT_VERSION,
  type ReportedCall,
  type ReportedCase,
  type ReportedKnown,
  type ReportedPackage,
} from './report/conformance-report.js';
export { type ExplainedFailure, explainFailure } from './report/explain-failure.js';
export { headline } from './report/headline.js';
export { readReport } from './report/read-report.js';
export { badgeText, renderBadgeEndpoint, renderBadgeSvg } from './report/render-badge.js';
export { renderHtml } from './report/render-html.js';
export { renderJunit } from './report/render-junit.js';
export { renderMarkdown } from './report/render-markdown.js';
export { writeReport } from './report/write-report.js';
