import type { CertificateFacts, PrivateKey } from '@certctl/plugin-api';

/** `pending`: on its way in. `current`: the last one proven. `previous`: the one before. */
export type KeptRole = 'pending' | 'current' | 'previous';

export interface KeptRecord {
  readonly role: KeptRole;
  /** SHA-256 of the leaf, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly serial: string;
  readonly deploymentId: string;
}

/**
 * Keeps the private keys that a rollback needs. Clouds do not give an imported key back, so the key of
 * what is held now is either here or lost to us.
 */
export interface KeyKeeper {
  /** Keeps the incoming key before anything is sent. */
  keepPending(address: string, leaf: CertificateFacts, key: PrivateKey, deploymentId: string): Promise<void>;
  /** A copy of the key of that leaf, whatever its role; undefined when it is not kept. The caller destroys it. */
  find(address: string, fingerprint: string): Promise<PrivateKey | undefined>;
  /** What is kept, without keys. */
  list(address: string): Promise<readonly KeptRecord[]>;
  /** `pending` becomes `current`, `current` becomes `previous`; what was previous is destroyed. */
  promote(address: string, deploymentId: string): Promise<void>;
  /** Destroys what is pending of that deployment. */
  discardPending(address: string, deploymentId: string): Promise<void>;
  /** A fresh target was given its address. */
  move(from: string, to: string): Promise<void>;
}
