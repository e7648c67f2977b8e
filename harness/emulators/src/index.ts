export type { AcmFault } from './acm/acm-fault.js';
export type { AcmState, ObservedCertificate, ObservedImport } from './acm/acm-state.js';
export { type FakeAcm, type FakeAcmOptions, startFakeAcm } from './acm/fake-acm.js';
export { PUBLISHED_RATES } from './acm/rates.js';
export { acmRules } from './acm/rules/catalogue.js';
export type { SeedOption } from './acm/seed.js';
export { type ServeFakeAcmOptions, serveFakeAcm } from './acm/serve-fake-acm.js';
export type {
  AccessKeyOption,
  AcmQuotas,
  AcmSettings,
  LateReads,
  RoleOption,
} from './acm/settings.js';
export type { SharedAccounts } from './acm/shared-accounts.js';
export {
  type FakeCloudTrail,
  type FakeCloudTrailOptions,
  startFakeCloudTrail,
} from './cloudtrail/fake-cloudtrail.js';
export { cloudTrailRules } from './cloudtrail/rules/catalogue.js';
export type { CloudTrailSettings } from './cloudtrail/settings.js';
export type { Elbv2Fault } from './elbv2/elbv2-fault.js';
export type {
  Elbv2State,
  ObservedListener,
  ObservedListenerChange,
  ObservedLoadBalancer,
} from './elbv2/elbv2-state.js';
export {
  type FakeElbv2,
  type FakeElbv2Options,
  type ServedByListener,
  startFakeElbv2,
} from './elbv2/fake-elbv2.js';
export { elbv2Rules } from './elbv2/rules/catalogue.js';
export type { ListenerOption, LoadBalancerOption } from './elbv2/seed.js';
export { type ServeFakeElbv2Options, serveFakeElbv2 } from './elbv2/serve-fake-elbv2.js';
export type { Elbv2Quotas, Elbv2Settings } from './elbv2/settings.js';
export type {
  ApplicationOption,
  FederatedCredentialOption,
  Identity,
  ManagedIdentityOption,
} from './entra/directory.js';
export type { IssuedToken } from './entra/entra-service.js';
export { type FakeEntra, type FakeEntraOptions, startFakeEntra } from './entra/fake-entra.js';
export type { FaultBook, FaultHandle, FaultReport, FaultSpec, FaultTurn } from './faults/fault-book.js';
export type { FaultMoment, WireFault } from './faults/wire-fault.js';
export type { IamPolicyDocument, IamStatement } from './iam/policy.js';
export type { RoleDefinition, RolePermissions } from './iam/role-definition.js';
export { type FakeKms, type FakeKmsOptions, type ObservedKmsKey, startFakeKms } from './kms/fake-kms.js';
export type { KeyState, KmsKeyOption } from './kms/kms-key.js';
export { kmsRules } from './kms/rules/catalogue.js';
export { type ServeFakeKmsOptions, serveFakeKms } from './kms/serve-fake-kms.js';
export type { KmsSettings } from './kms/settings.js';
export { type FakeMonitor, type FakeMonitorOptions, startFakeMonitor } from './monitor/fake-monitor.js';
export { monitorRules } from './monitor/rules/catalogue.js';
export type { ActivityOption, MonitorPrincipalOption, MonitorSettings } from './monitor/settings.js';
export { type Clock, type ManualClock, manualClock, systemClock } from './server/clock.js';
export type { LoggedRequest, RequestLog, RequestOrigin } from './server/request-log.js';
export type { Rule, RuleSource } from './server/rule.js';
export type { TlsListener } from './tls/certificate-listener.js';
export type {
  CertificateStatus,
  ImportedAs,
  SecretContentType,
  VaultTags,
} from './vault/certificate-store.js';
export { type FakeVault, type FakeVaultOptions, startFakeVault } from './vault/fake-vault.js';
export type { VaultKeyChange, VaultKeyOption } from './vault/keys/vault-keys.js';
export type { VaultPolicy } from './vault/policy/vault-policy.js';
export { PUBLISHED_VAULT_RATES } from './vault/rates.js';
export { vaultRules } from './vault/rules/catalogue.js';
export type { SeededVersion, VaultSeedOption } from './vault/seed.js';
export { type ServeFakeVaultOptions, serveFakeVault } from './vault/serve-fake-vault.js';
export type {
  AccessPolicy,
  LateVaultReads,
  PfxEncryptions,
  VaultPrincipalOption,
  VaultRates,
  VaultSettings,
} from './vault/settings.js';
export type { VaultFault } from './vault/vault-fault.js';
export type { VaultPrincipal } from './vault/vault-principals.js';
export type { ObservedVaultCertificate, ObservedVersion, VaultState } from './vault/vault-state.js';
