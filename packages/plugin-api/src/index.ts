export { API_VERSION, ERROR_BRAND, PLUGIN_BRAND } from './api-version.js';
export type {
  AnyBinding,
  Binding,
  BindingMoves,
  BindingObservation,
  BindingPlace,
  BindingReview,
  BindingUnbinds,
  Bound,
  Consumer,
  NoConsumer,
  Settled,
  Wanted,
} from './binding.js';
export type { Call } from './call.js';
export type { BindingCapabilities, StoreCapabilities } from './capabilities.js';
export {
  CertctlError,
  type CertctlErrorOptions,
  type FailedCall,
  isCertctlError,
  isFailure,
  isPermissionMissing,
} from './certctl-error.js';
export { deadlineOf, withDeadline } from './deadline.js';
export { definePlugin } from './define-plugin.js';
export { ERROR_CODES, type ErrorCode, type ErrorCodeEntry } from './error-codes.js';
export type { Finding, Rule, Severity } from './finding.js';
export type { JsonObject, JsonValue } from './json.js';
export type { KeyEncryptionKey, WrapContext } from './key-encryption-key.js';
export type {
  CertificateBundle,
  CertificateFacts,
  EpochMs,
  KeyAlgorithm,
  Material,
} from './material.js';
export type { Occasion, Permission, Quota, StoreLimits } from './permission.js';
export type {
  BindingDefinition,
  BindingPlugin,
  ConfigSchema,
  Discovery,
  Pin,
  Plugin,
  PluginManifest,
  PolicyOptions,
  StoreDefinition,
  StorePlugin,
} from './plugin.js';
export { PrivateKey } from './private-key.js';
export {
  MANAGED_BY,
  MANUAL_RECOVERY,
  PROVENANCE_TAGS,
  type Provenance,
  provenanceTags,
  RESERVED_TAG_PREFIX,
} from './provenance.js';
export { redact, redactFailure } from './redact.js';
export { type RequestNames, requestNamesOf, withRequestNames } from './request-names.js';
export type { FailureClass, ServiceFailure } from './service-failure.js';
export type { Clock, Commands, Credentials, HttpSettings, Logger, PluginServices } from './services.js';
export { shellLine } from './shell-line.js';
export type {
  Absent,
  AnyStore,
  At,
  Deleted,
  Discovered,
  FindQuery,
  Found,
  Held,
  Imported,
  ImportRequest,
  KeyReadBack,
  Match,
  Observation,
  Place,
  Present,
  RecoveryInput,
  RecoveryStep,
  ResolveInput,
  ReviewInput,
  Store,
  StoreMoves,
  TagChange,
  Tags,
} from './store.js';
export type { Trail, Write, Writers, WriteWindow } from './writers.js';
