import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { API_VERSION, PLUGIN_BRAND } from './api-version.js';
import type { AnyBinding, Binding } from './binding.js';
import type { BindingCapabilities, StoreCapabilities } from './capabilities.js';
import type { Rule } from './finding.js';
import type { JsonObject, JsonValue } from './json.js';
import type { Permission, Quota, StoreLimits } from './permission.js';
import type { ServiceFailure } from './service-failure.js';
import type { PluginServices } from './services.js';
import type { AnyStore, Store } from './store.js';

/** A schema of https://standardschema.dev that can also give JSON Schema. zod 4.2 and later make one. */
export interface ConfigSchema<Config> {
  readonly '~standard': StandardSchemaV1.Props<unknown, Config> & StandardJSONSchemaV1.Props<unknown, Config>;
}

/** What a plugin says of itself. */
export interface PluginManifest<Config> {
  /** `store`: holds certificates. `binding`: points a consumer at a stored one. */
  readonly kind: 'store' | 'binding';
  /** Type of the targets or bindings that it serves: `AWSACM`, `AzureKeyVault`, `AWSELBV2`. */
  readonly type: string;
  /** The package's spelling, accepted wherever the type is: `aws-acm`. */
  readonly alias: string;
  readonly title: string;
  /** Tells what the plugin's errors and answers need to be traced: its own version. */
  readonly version: string;
  /** snake_case fields. A secret field is `writeOnly` and holds a reference (`env:NAME`, `file:PATH`). */
  readonly config: ConfigSchema<Config>;
  readonly permissions: readonly Permission[];
  readonly quotas: readonly Quota[];
  /** Every finding that `review` can report. */
  readonly rules: readonly Rule[];
  /** Renders the permissions as the vendor's policy documents, by format (`iam-policy`). */
  readonly policies: Readonly<Record<string, (options: PolicyOptions) => JsonObject>>;
}

export interface PolicyOptions {
  /** A target's configuration, to narrow the resources down to; without it the document has placeholders. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Whether to grant the optional operations as well. */
  readonly optional: boolean;
}

/** Where a discovery looks: a region, a vault, a folder. */
export interface Discovery<Scope, Connection extends JsonValue> {
  /** What it needs to know: the fields of a target's configuration without the address. */
  readonly scope: ConfigSchema<Scope>;
  connection(scope: NoInfer<Scope>): Connection;
}

/** The certificate that a configuration names. */
export interface Pin {
  /** One spelling for all configurations that mean it. Offline, so not always the address of a `Place`. */
  readonly address: string;
  /** The field that names it. */
  readonly field: string;
}

/** A plugin for a store, as its author writes it. */
export interface StoreDefinition<
  Config,
  Connection extends JsonValue,
  C extends StoreCapabilities,
  Scope = never,
> extends PluginManifest<Config> {
  readonly kind: 'store';
  readonly capabilities: C;
  readonly limits: StoreLimits;
  /** Needed by a store that `discovers`. */
  readonly discovery?: Discovery<Scope, Connection>;
  /**
   * The part of a configuration that makes a connection (account, region, role). Targets with an equal
   * connection share one open instance.
   */
  connection(config: NoInfer<Config>): Connection;
  /** What the configuration pins; undefined when the certificate is yet to be made or found. Offline. */
  pin(config: NoInfer<Config>): Pin | undefined;
  open(connection: Connection, services: PluginServices): Promise<Store<Config, C>>;
  /** Sorts what the vendor's SDK throws. Must not throw; an error that it does not know is `broken`. */
  classify(error: unknown): ServiceFailure;
}

/** A plugin for a binding, as its author writes it. */
export interface BindingDefinition<Config, Connection extends JsonValue, C extends BindingCapabilities>
  extends PluginManifest<Config> {
  readonly kind: 'binding';
  readonly capabilities: C;
  /** Types of the stores whose references its consumers take. */
  readonly stores: readonly string[];
  /** The part of a configuration that makes a connection, as for a store. */
  connection(config: NoInfer<Config>): Connection;
  /** The place that has room for one certificate, so that no other target may be bound to it. Offline. */
  pin(config: NoInfer<Config>): Pin | undefined;
  open(connection: Connection, services: PluginServices): Promise<Binding<Config, C>>;
  /** Sorts what the vendor's SDK throws, as for a store. */
  classify(error: unknown): ServiceFailure;
}

interface Branded {
  readonly [PLUGIN_BRAND]: true;
  readonly apiVersion: typeof API_VERSION;
}

/** A plugin for a store as the engine loads it, with the types of its configuration left behind. */
export interface StorePlugin extends PluginManifest<unknown>, Branded {
  readonly kind: 'store';
  readonly capabilities: StoreCapabilities;
  readonly limits: StoreLimits;
  readonly discovery?: Discovery<unknown, JsonValue>;
  connection(config: unknown): JsonValue;
  pin(config: unknown): Pin | undefined;
  open(connection: JsonValue, services: PluginServices): Promise<AnyStore>;
  classify(error: unknown): ServiceFailure;
}

/** A plugin for a binding as the engine loads it. */
export interface BindingPlugin extends PluginManifest<unknown>, Branded {
  readonly kind: 'binding';
  readonly capabilities: BindingCapabilities;
  readonly stores: readonly string[];
  connection(config: unknown): JsonValue;
  pin(config: unknown): Pin | undefined;
  open(connection: JsonValue, services: PluginServices): Promise<AnyBinding>;
  classify(error: unknown): ServiceFailure;
}

/** A loaded plugin. */
export type Plugin = StorePlugin | BindingPlugin;
