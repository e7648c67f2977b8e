export type { AcmFault } from './acm/acm-fault.js';
export type { AcmState, ObservedCertificate, ObservedImport } from './acm/acm-state.js';
export { type FakeAcm, type FakeAcmOptions, startFakeAcm } from './acm/fake-acm.js';
export { PUBLISHED_RATES } from './acm/rates.js';
export { acmRules } from './acm/rules/catalogue.js';
export type { Rule, RuleSource } from './acm/rules/rule.js';
export type { SeedOption } from './acm/seed.js';
export { type ServeFakeAcmOptions, serveFakeAcm } from './acm/serve-fake-acm.js';
export type {
  AccessKeyOption,
  AcmQuotas,
  AcmSettings,
  LateReads,
  RoleOption,
} from './acm/settings.js';
export type { FaultBook, FaultHandle, FaultReport, FaultSpec, FaultTurn } from './faults/fault-book.js';
export type { FaultMoment, WireFault } from './faults/wire-fault.js';
export type { IamPolicyDocument, IamStatement } from './iam/policy.js';
export { type Clock, type ManualClock, manualClock, systemClock } from './server/clock.js';
export type { LoggedRequest, RequestLog } from './server/request-log.js';
export type { TlsListener } from './tls/certificate-listener.js';
