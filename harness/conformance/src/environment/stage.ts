import type { Clock, Commands, Credentials, HttpSettings, JsonObject, Plugin } from '@certctl/plugin-api';
import type { Exchange } from '../kernel/case-result.js';
import type { Armed, FaultOrder, Impossible, Move } from './fault.js';

/** A certificate with its key, PEM. */
export interface Pems {
  readonly certificatePem: string;
  /** '' for none. */
  readonly chainPem: string;
  readonly privateKeyPem: string;
}

/** A certificate as the service holds it, seen past the plugin. */
export interface ObservedCertificate {
  /** DER. */
  readonly leaf: Uint8Array;
  /**
   * DER, in the order in which it is held, without the leaf; absent where it cannot be seen, which the environment
   * then says in `notProven`.
   */
  readonly chain?: readonly Uint8Array[];
  /** Absent where the service has no tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Whether the private key that is stored belongs to the leaf; absent where the service shows that to nobody, which
   * the environment then says in `notProven`.
   */
  readonly keyBelongs?: boolean;
  /** Whether consumers are given it. */
  readonly enabled: boolean;
  /** As the service counts imports. */
  readonly revision?: string;
}

/** One place in the service, seen past the plugin. */
export interface ObservedPlace {
  /** The vendor's identifier, as consumers take it and outcomes tell it. */
  readonly reference: string;
  readonly state: 'held' | 'deleted';
  /** Oldest first; one, where each import replaces what is held. */
  readonly revisions: readonly ObservedCertificate[];
}

/** What a consumer uses, seen past the plugin. */
export interface ObservedConsumer {
  /** In its order. */
  readonly references: readonly string[];
  /** DER of the leaf that it shows in a handshake; absent when it serves nothing. */
  readonly serves?: Uint8Array;
}

/** A request that reached the service. */
export interface WireRequest {
  /**
   * The declared operations that cover it; none means that the plugin calls what it did not declare. More than
   * one where the service cannot tell them apart.
   */
  readonly operations: readonly string[];
  /** Sent by an SDK on its own to learn how to authenticate: no attempt of the engine, and not counted as one. */
  readonly handshake?: true;
  /** Whether it would change something. */
  readonly write: boolean;
  /** The moves that such a request carries. */
  readonly moves: readonly Move[];
  readonly exchange: Exchange;
  /** Everything of the request that ends up in logs of others: the URL. */
  readonly url?: string;
}

/** What the host gives a plugin so that it reaches this service and no other. */
export interface HostServices {
  readonly http?: HttpSettings;
  readonly credentials?: Credentials;
  readonly commands?: Commands;
}

export interface Seed extends Pems {
  /** The target whose place it is put at; where places have no names, it is one that can be pinned. */
  readonly target: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A running service with nothing in it, for one case at a time. */
export interface Stage {
  readonly host: HostServices;
  /** A clock whose time passes by itself, for a service that is not real; the system's when left out. */
  readonly clock?: Clock;
  /**
   * Names the run in what it makes, where others share the service: it stands in the subject of every leaf, and in
   * the tags of the installation. Without it there is nobody else.
   */
  readonly mark?: string;
  /** By how much everything may take longer than at a service on this machine. @default 1 */
  readonly patience?: number;
  /** The configuration of a target that has not been deployed to. Two names are two places. */
  target(name: string): JsonObject;
  /** The same configuration with the place pinned; absent where a configuration always names its place. */
  pinned?(config: JsonObject, reference: string): JsonObject;
  /** A reference that is well formed, and of which nothing exists; as `pinned` takes it. */
  nowhere?(): string;
  /**
   * Fields of a target for which the plugin sends the material in another form than for those of `target`, by the
   * name of the form: as a PKCS#12 where they send PEM.
   */
  readonly forms?: Readonly<Record<string, JsonObject>>;
  /**
   * The declared operation that a command of the vendor's command line sends; undefined for a command that sends
   * nothing to the service.
   */
  commandSends?(command: string): string | undefined;
  /** The fields of a discovery that sees the targets. */
  discovery?(): JsonObject;
  /** Everything that is held, in the order in which it was made. */
  observe(): Promise<readonly ObservedPlace[]>;
  /** Puts somebody else's certificate there. @returns its reference */
  seed(seed: Seed): Promise<string>;
  /** Somebody else writes another certificate to the place, with these tags or none. */
  overwrite?(reference: string, pems: Pems, tags?: Readonly<Record<string, string>>): Promise<void>;
  /**
   * The service answers the next import well, and the revision that it makes holds this certificate instead; where
   * the service chooses by itself what it holds then, another one of nobody's.
   */
  misstore?(pems: Pems): void;
  /** Somebody else replaces all tags of what is held. */
  retag?(reference: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /**
   * DER of the leaf that a consumer shows which the import itself has use it; undefined when none does. For a store
   * that binds itself.
   */
  serves?(reference: string): Promise<Uint8Array | undefined>;
  /** Somebody else deletes it, for good where the service knows that. */
  vanish?(reference: string): Promise<void>;
  /** Somebody else deletes the name, so that it can be recovered. */
  softDelete?(reference: string): Promise<void>;
  /** Somebody else takes the latest revision out of service. */
  disable?(reference: string): Promise<void>;
  /** Names of the moves that can be found among the requests. */
  readonly moves: ReadonlySet<Move>;
  /** Declared operations that reach nobody who could see them, and why: a host's own token. */
  readonly unseen?: readonly { readonly operation: string; readonly reason: string }[];
  /**
   * Requests of the plugin since the last `reset`, oldest first. What the environment itself sends, to seed, to
   * observe and to act as somebody else, and what a companion sends, go past it: a case fails for any request in here
   * that the plugin does not declare.
   */
  wire(): readonly WireRequest[];
  arm(order: FaultOrder): Armed | Impossible;
  /** Ends all faults. */
  heal(): void;
  /** Requests that were taken up, have no answer, and whose sender is still waiting; absent where nobody can tell. */
  waiting?(): number;
  /** Connections that are open; absent where there are none to count. */
  connections?(): number;
  /** What lies about outside of the service that may hold a key: files. Paths with their content. */
  leftovers?(): Promise<
    readonly { readonly path: string; readonly content: string; readonly sealed: boolean }[]
  >;
  /**
   * The record of who wrote, which the plugin reads, has every write as soon as it is answered, and what is done here
   * as somebody else, by `overwrite` or to a consumer, as another's.
   */
  readonly recordsWriters?: true;
  /** For a plugin that binds: its consumers, and the store whose certificates they take. */
  readonly consumers?: ConsumerStage;
  /** Forgets everything: certificates, faults, requests. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The consumers of a stage. */
export interface ConsumerStage {
  /** The store whose references they take; loaded beside the plugin. */
  readonly store: Plugin;
  /** Configuration of a binding to a consumer of its own, which uses a certificate for www.example.com already. */
  consumer(name: string, slot: 'one' | 'many'): Promise<JsonObject>;
  /** The configuration of a consumer that does not exist. */
  absent(): JsonObject;
  /** What it uses in a slot. */
  observe(name: string, slot: 'one' | 'many'): Promise<ObservedConsumer>;
  /** Somebody else points the consumer at a certificate of their own, or adds it. @returns its reference */
  point(name: string, slot: 'one' | 'many', pems: Pems): Promise<string>;
  /** The configuration of a target of that store that has not been deployed to. */
  target(name: string): JsonObject;
  /** The slots that the service has. */
  readonly slots: readonly ('one' | 'many')[];
  /** Where a handshake shows what a consumer serves; absent where a configuration can name no such endpoint. */
  readonly endpoint?: ConsumerEndpoint;
}

/** The endpoints of the consumers of a stage. */
export interface ConsumerEndpoint {
  /** The fields of a consumer's configuration that name its endpoint. The consumer was asked for before. */
  named(consumer: string): Promise<JsonObject>;
  /** The same fields, for an endpoint that nobody answers at. */
  silent(consumer: string): JsonObject;
  /** From now on the consumer serves what it serves now, whatever it is pointed at. */
  stall(consumer: string): void;
  /** It serves what it is pointed at. */
  resume(consumer: string): void;
}
