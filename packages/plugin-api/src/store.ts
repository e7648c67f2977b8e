import type { Call } from './call.js';
import type { StoreCapabilities } from './capabilities.js';
import type { Finding } from './finding.js';
import type { JsonObject } from './json.js';
import type { CertificateBundle, CertificateFacts, EpochMs, Material } from './material.js';
import type { PrivateKey } from './private-key.js';
import type { Provenance } from './provenance.js';
import type { Writers } from './writers.js';

export type Tags = Readonly<Record<string, string>>;

/** Where a target's certificate lives, or will live. */
export interface Place {
  /**
   * The one spelling of this place, the same for every target that means it: leases and journal entries
   * are kept under it. An ARN, or `account/region/target-id` for what does not exist yet.
   */
  readonly address: string;
  /** The vendor's identifier, as consumers take it. Absent until the first import has made one. */
  readonly reference?: string;
  /** What shares quotas and consistency: `account/region`, a vault. */
  readonly scope: string;
}

export interface ResolveInput<Config> {
  readonly config: Config;
  readonly targetId: string;
  /** Reference that an earlier deploy of this target was given; the configuration's own pin comes first. */
  readonly recordedReference?: string;
}

/** The certificate that a service holds, as bytes. The engine parses and compares; the plugin does not judge. */
export interface Held {
  /** DER. Absent when the service shows no certificate (`proof` is `fingerprint` or `serial`). */
  readonly leaf?: Uint8Array;
  /** DER, in the service's order, without the leaf. */
  readonly chain?: readonly Uint8Array[];
  /** SHA-256 of the leaf's DER, 64 digits of lower-case hexadecimal without separators, for `proof: fingerprint`. */
  readonly fingerprint?: string;
  /** Lower-case hexadecimal without leading zeros or separators, for `proof: serial`. Services often say it in decimal. */
  readonly serial?: string;
  /** What the service counts imports by: a version id, or the time of the import. */
  readonly revision?: string;
  /** The vendor's identifier of this revision alone, for consumers that must not follow renewals. */
  readonly revisionReference?: string;
  /** Set when the service keeps it and does not give it to consumers. */
  readonly disabled?: true;
}

/** A certificate that exists. */
export interface Present extends Held {
  readonly state: 'present';
  /** Absent when the permission to read them is missing; then `degraded` names the operation. */
  readonly tags?: Tags;
  /** What else belongs to the certificate and must come back with it. Given to `import` as it is. */
  readonly attributes?: JsonObject;
  /** References of the consumers that the service knows of; absent when it does not say. */
  readonly usedBy?: readonly string[];
  /** The service's own word for its state. */
  readonly status?: string;
  /** Time of the last import, where the service tells. */
  readonly importedAt?: EpochMs;
  /** Optional operations that were refused. The engine turns each into a finding. */
  readonly degraded?: readonly string[];
}

/** The service says that nothing is there. */
export interface Absent {
  readonly state: 'absent';
  /** Optional operations that were refused on the way, and might have shown more. */
  readonly degraded?: readonly string[];
}

/** A name whose certificate was deleted and is still kept by the service. Its leaf and tags tell whose it was. */
export interface Deleted {
  readonly state: 'deleted';
  /** Names this one deletion, so that a permission to undelete it is good for no later one. */
  readonly deletion: string;
  /** False when the service will not give it back. */
  readonly recoverable: boolean;
  /** False when purge protection keeps anybody from freeing the name before `until`. */
  readonly purgeable: boolean;
  /** When the service purges it by itself. */
  readonly until?: EpochMs;
  /** DER. */
  readonly leaf?: Uint8Array;
  readonly tags?: Tags;
}

/** What the service holds at a place. `absent` only when the service itself says so. */
export type Observation = Present | Absent | Deleted;

export interface ImportRequest<Config> {
  readonly config: Config;
  readonly material: Material;
  /** All tags that the certificate shall carry. A store that can send them with this import does. */
  readonly tags: Tags;
  /** The attributes of an earlier observation, when that certificate is being put back. */
  readonly attributes?: JsonObject;
  /** The attributes of what is held now, for a service whose imports overwrite settings of the address. */
  readonly replaces?: JsonObject;
}

export interface Imported {
  readonly place: Place;
  readonly revision?: string;
}

/** By provenance: the target's own certificate. By leaf: an import whose answer was lost. */
export type FindQuery =
  | {
      readonly by: 'provenance';
      readonly provenance: Provenance;
      /**
       * Set to find an import whose answer was lost and whose leaf somebody may have exchanged since: only what
       * was created from then on counts, and what an index of tags has not yet may not be passed over.
       */
      readonly since?: EpochMs;
      /**
       * Names of the certificate that is to be made if none is found, as in `sans`: before a second one is made, those
       * that share a name are asked for their tags, for an index of tags may lag.
       */
      readonly names?: readonly string[];
    }
  | {
      readonly by: 'leaf';
      readonly leaf: CertificateFacts;
      readonly since: EpochMs;
      /** One renewed leaf may go to several targets at once: a match whose tags name another is not ours. */
      readonly provenance: Provenance;
    };

export interface Match {
  readonly place: Place;
  readonly usedBy?: readonly string[];
  readonly subject?: string;
  /** Configuration that pins this one, ready to be pasted. */
  readonly pin: string;
}

export interface Found {
  readonly matches: readonly Match[];
  /** Optional operations that were refused on the way. */
  readonly degraded?: readonly string[];
  /** False when what was refused leaves a hole: a certificate may exist that was not found. */
  readonly complete: boolean;
}

export interface TagChange {
  readonly set: Tags;
  readonly remove: readonly string[];
}

export interface ReviewInput<Config> {
  readonly config: Config;
  readonly place: Place;
  readonly incoming: CertificateBundle;
  /** Bytes of the incoming private key in PEM. */
  readonly privateKeyBytes: number;
  /** What is held now; undefined for a first import. */
  readonly held?: CertificateBundle;
  readonly observation: Observation;
  /** All tags that will be wanted, provenance and present ones included. */
  readonly tags: Tags;
}

/** One step that a person can take by hand. */
export interface RecoveryStep {
  readonly why: string;
  /** One line for a POSIX shell, to be pasted as it is. */
  readonly command: string;
}

export interface RecoveryInput<Config> {
  readonly config: Config;
  readonly place: Place;
  /** Tags that the certificate must carry after the recovery. */
  readonly tags: Tags;
}

/** Which revision is looked at. */
export type At = 'latest' | { readonly revision: string };

/** The moves of one service. It knows nothing of order, journal, leases, retries, audit or metrics. */
export interface StoreMoves<Config> {
  /** Finds the canonical place of a target. @throws CertctlError `address_mismatch` */
  resolve(input: ResolveInput<Config>, call: Call): Promise<Place>;
  /** What is there now, with all that must come back on a rollback. */
  inspect(place: Place, call: Call): Promise<Observation>;
  /** The certificate that is served now, by the cheapest call that shows it; `absent` as for `inspect`. */
  read(place: Place, at: At, call: Call): Promise<Held | 'absent'>;
  /** The service's own rules, offline and pure. */
  review(input: ReviewInput<Config>): readonly Finding[];
  /** Sends the material. One write; the engine asks for it again only when it knows that it did not happen. */
  import(place: Place, request: ImportRequest<Config>, call: Call): Promise<Imported>;
  /** Commands that put a certificate back by hand. Offline. */
  recoveryCommands(input: RecoveryInput<Config>): readonly RecoveryStep[];
  /** Lets go of connections. */
  close(): Promise<void>;
}

export interface StoreReadsTags {
  /** All tags of a revision, or of the latest; where there is only one, that one. */
  readTags(place: Place, at: At, call: Call): Promise<Tags>;
}

export interface StoreTags extends StoreReadsTags {
  /** Sets and removes tags of the latest revision, leaving the others alone. */
  tag(place: Place, change: TagChange, call: Call): Promise<void>;
}

export interface StoreFinds<Config> {
  find(config: Config, query: FindQuery, call: Call): Promise<Found>;
}

/** What a service gives back of a certificate beside its leaf. */
export interface KeyReadBack {
  /** The caller destroys it. */
  readonly privateKey: PrivateKey;
  /** DER, in the service's order, without the leaf. */
  readonly chain: readonly Uint8Array[];
}

export interface StoreReadsKeyBack {
  /**
   * Private key and chain of a revision, or of the latest; undefined when the service does not let the key
   * out: a policy forbids it, the revision is disabled. A missing permission is an error, as everywhere.
   */
  readKeyBack(place: Place, revision: string | undefined, call: Call): Promise<KeyReadBack | undefined>;
}

export interface StoreUndeletes {
  /** Recovers a deleted name; resolves when it can be read and written again. */
  undelete(place: Place, call: Call): Promise<void>;
  /** Deletes the name again, recoverably, as it was before `undelete`; resolves when that is done. */
  redelete(place: Place, call: Call): Promise<void>;
}

export interface StoreDisables {
  /** Takes one revision out of service. */
  disable(place: Place, revision: string, call: Call): Promise<void>;
}

export interface StoreActivates<Config> {
  /**
   * Has the consumers take up what is stored: a reload. Asked for after an import and after its rollback, and
   * again after a crash, so doing it twice must do no harm. A failure takes the deploy back.
   */
  activate(place: Place, config: Config, call: Call): Promise<void>;
}

/** A certificate that a service was found to hold, with the target that would renew it. */
export interface Discovered {
  readonly place: Place;
  /** What people call it there: the name in the vault, the domain, the file. */
  readonly name: string;
  /** Configuration of a target with this address pinned, connection included. */
  readonly config: JsonObject;
  /** What is held. Its leaf is absent when it could not be read; then `trouble` says why. */
  readonly held: Held;
  readonly tags?: Tags;
  readonly usedBy?: readonly string[];
  /** Why no target can be made of it: the vendor renews it itself, its key is in hardware. */
  readonly unusable?: string;
  /** What kept it from being read. */
  readonly trouble?: string;
  /** Optional operations that were refused. */
  readonly degraded?: readonly string[];
}

export interface StoreDiscovers {
  /** Everything that the service holds within the scope, as it is found. Never writes. */
  discover(scope: unknown, call: Call): AsyncIterable<Discovered>;
}

export interface StoreRemoves {
  /** Deletes what this deploy made, if nothing uses it; where the store `bindsItself`, its own consumers stop using it. */
  remove(place: Place, call: Call): Promise<void>;
}

export interface StoreWriters<Config> {
  /** The records of who wrote to the place. Offline: what is to be read is read when a trail is. */
  writers(subject: { readonly place: Place; readonly config: Config }): Writers;
}

type When<Condition extends boolean, Methods> = Condition extends true ? Methods : unknown;

/** The methods that follow from the capabilities. */
export type Store<Config, C extends StoreCapabilities> = StoreMoves<Config> &
  (C['tags'] extends 'own-call' ? StoreTags : C['tags'] extends 'with-import' ? StoreReadsTags : unknown) &
  When<C['finds'], StoreFinds<Config>> &
  When<C['readsKeyBack'], StoreReadsKeyBack> &
  When<C['undeletes'], StoreUndeletes> &
  When<C['disables'], StoreDisables> &
  When<C['removes'], StoreRemoves> &
  When<C['discovers'], StoreDiscovers> &
  When<C['activates'], StoreActivates<Config>> &
  When<C['writers'], StoreWriters<Config>>;

/** A store as the engine holds it: what is optional depends on the capabilities, which it has checked. */
export type AnyStore = StoreMoves<unknown> &
  Partial<
    StoreTags &
      StoreFinds<unknown> &
      StoreReadsKeyBack &
      StoreUndeletes &
      StoreDisables &
      StoreRemoves &
      StoreDiscovers &
      StoreActivates<unknown> &
      StoreWriters<unknown>
  >;
