import type { Call } from './call.js';
import type { BindingCapabilities } from './capabilities.js';
import type { Finding } from './finding.js';
import type { JsonObject } from './json.js';
import type { CertificateBundle } from './material.js';
import type { RecoveryStep } from './store.js';
import type { Writers } from './writers.js';

/** Where a consumer is told which certificate to use: the default of one listener, the list of another. */
export interface BindingPlace {
  /** The one spelling of this place: leases are kept under it. */
  readonly address: string;
  /** What shares quotas and consistency: `account/region`. */
  readonly scope: string;
  /** As people call it: `listener app/shop:443 (default)`. */
  readonly title: string;
  /** `one`: pointing it elsewhere replaces what it pointed at. `many`: references are added and taken away one by one. */
  readonly slot: 'one' | 'many';
  /** As the `usedBy` of a store names this consumer. */
  readonly consumer?: string;
}

/** A consumer, with the target's settings for it. */
export interface Consumer<Config> {
  readonly place: BindingPlace;
  readonly config: Config;
}

/** What a consumer uses now. */
export interface Bound {
  readonly state: 'present';
  /** References of the certificates in this slot, in the service's order and each of them once. */
  readonly references: readonly string[];
  /** DER of the leaf that a handshake showed, where the configuration names an endpoint to ask. */
  readonly serves?: Uint8Array;
  /** Why the endpoint that the configuration names could not be asked. */
  readonly unreachable?: string;
  /** What else `review` needs to know: protocol, kind, how many certificates it has. */
  readonly attributes?: JsonObject;
  /** Optional operations that were refused. The engine turns each into a finding. */
  readonly degraded?: readonly string[];
}

/** The service says that there is no such consumer. */
export interface NoConsumer {
  readonly state: 'absent';
}

export type BindingObservation = Bound | NoConsumer;

/** What a consumer shall use, and be seen to use. */
export interface Wanted {
  readonly reference: string;
  /** DER of the leaf that a handshake must show; absent when none is to be made. */
  readonly leaf?: Uint8Array;
}

/** Whether a consumer uses what it was pointed at; `shows` says in words what it was seen to use instead. */
export type Settled = { readonly settled: true } | { readonly settled: false; readonly shows: string };

export interface BindingReview<Config> extends Consumer<Config> {
  readonly observation: Bound;
  /** The certificate that the consumer would be given. */
  readonly incoming: CertificateBundle;
  /** Absent when the certificate is yet to be made. */
  readonly reference?: string;
  /** Whether the consumer would be pointed at it; otherwise it has it already, and its content is renewed. */
  readonly binds: boolean;
}

/** The moves of one kind of consumer. It knows nothing of order, journal, leases, retries, audit or metrics. */
export interface BindingMoves<Config> {
  /** Finds the canonical place of a consumer. */
  resolve(input: { readonly config: Config; readonly targetId: string }, call: Call): Promise<BindingPlace>;
  /** What the consumer uses now. `absent` only when the service itself says so. */
  inspect(consumer: Consumer<Config>, call: Call): Promise<BindingObservation>;
  /** The consumer's own rules, offline and pure. */
  review(input: BindingReview<Config>): readonly Finding[];
  /** Has the consumer use the certificate: in the place of the present one, or beside the others. Idempotent. */
  bind(consumer: Consumer<Config>, reference: string, call: Call): Promise<void>;
  /** One look at whether the consumer uses the certificate: points at it, has rolled it out, serves it. */
  settled(consumer: Consumer<Config>, wanted: Wanted, call: Call): Promise<Settled>;
  /** Commands that have the consumer use a certificate by hand. Offline. */
  recoveryCommands(input: Consumer<Config> & { readonly reference: string }): readonly RecoveryStep[];
  /** Lets go of connections. */
  close(): Promise<void>;
}

export interface BindingUnbinds<Config> {
  /** Has the consumer no longer use the certificate. Idempotent. */
  unbind(consumer: Consumer<Config>, reference: string, call: Call): Promise<void>;
}

export interface BindingWriters<Config> {
  /** The records of who changed the consumer, as for a store. */
  writers(consumer: Consumer<Config>): Writers;
}

/** The methods that follow from the capabilities. */
export type Binding<Config, C extends BindingCapabilities> = BindingMoves<Config> &
  (C['unbinds'] extends true ? BindingUnbinds<Config> : unknown) &
  (C['writers'] extends true ? BindingWriters<Config> : unknown);

/** A binding as the engine holds it: what is optional depends on the capabilities, which it has checked. */
export type AnyBinding = BindingMoves<unknown> & Partial<BindingUnbinds<unknown> & BindingWriters<unknown>>;
