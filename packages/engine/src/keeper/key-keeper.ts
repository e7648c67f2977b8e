import type { CertificateBundle, EpochMs, KeyReadBack, PrivateKey } from '@certctl/plugin-api';

/** `pending`: on its way in. `current`: the last one proven. `previous`: the one before. */
export type KeptRole = 'pending' | 'current' | 'previous';

export interface KeptRecord {
  readonly role: KeptRole;
  /** SHA-256 of the leaf, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly serial: string;
  readonly deploymentId: string;
  /** `sent`: by a deploy of ours. `found`: it was there before us, and somebody gave its key. */
  readonly origin: 'sent' | 'found';
  /** Whether its key is kept. Without it the record says no more than which leaf it was. */
  readonly holdsKey: boolean;
  readonly notAfter: EpochMs;
}

/** A record with its address, for what is about several of them. */
export interface KeptAt extends KeptRecord {
  readonly address: string;
}

/** Which keys: those to which all of it applies, and at least one part of it is given. */
export interface KeySelector {
  readonly address?: string;
  readonly fingerprint?: string;
  readonly role?: KeptRole;
  /** Of certificates whose notAfter is not later. */
  readonly expiredAt?: EpochMs;
}

/**
 * Keeps what a rollback needs and clouds do not give back: the private keys, and the chains, which a service
 * may not show. The key of what is held now is either here or lost to us.
 */
export interface KeyKeeper {
  /**
   * Keeps the incoming key and chain before anything is sent. Resolves when that, and what `confirm` has written,
   * would survive the machine.
   * @param key undefined to keep no more than the record: then no key-encryption key is needed
   * @param confirm run in the transaction that keeps it: when it throws, nothing is kept
   */
  keepPending(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey | undefined,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void>;
  /**
   * Keeps the key and chain of what is held already as `current`. What was current becomes `previous`, unless
   * it is the same leaf: then it is replaced.
   */
  keepCurrent(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void>;
  /**
   * Key and chain of that leaf, whatever its role; undefined when its key is not kept. A copy: the caller
   * destroys it.
   */
  find(address: string, fingerprint: string): Promise<KeyReadBack | undefined>;
  /** What is kept, without keys. */
  list(address: string): Promise<readonly KeptRecord[]>;
  /** `pending` becomes `current`, `current` becomes `previous`; what was previous is destroyed. */
  promote(address: string, deploymentId: string): Promise<void>;
  /** Destroys what is pending of that deployment. */
  discardPending(address: string, deploymentId: string): Promise<void>;
  /**
   * Destroys keys and leaves their records, which still tell whose leaf is held.
   * @returns the records whose keys were destroyed
   */
  destroy(which: KeySelector): Promise<readonly KeptAt[]>;
  /** Leaves no copy behind of what was destroyed, once nothing can bring it back. Not within `together`. */
  scrub(): Promise<void>;
  /** A fresh target was given its address. */
  move(from: string, to: string): Promise<void>;
}
