import type { CertificateFacts, EpochMs } from '@certctl/plugin-api';

/** A certificate that is not to be used again, wherever it is. The mark is never taken away. */
export interface CompromisedLeaf {
  /** SHA-256 of the leaf, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** SHA-256 of its public key: other certificates of the key are as bad. Undefined when only the leaf was named. */
  readonly publicKey?: string;
  readonly since: EpochMs;
  readonly actor: string;
}

export interface CompromisedLeaves {
  /** The mark on the leaf, or on another one of its key. */
  find(leaf: Pick<CertificateFacts, 'fingerprint' | 'publicKey'>): Promise<CompromisedLeaf | undefined>;
  /** Marks a leaf. Marked again, the first mark stays, and learns the public key if it did not know it. */
  mark(leaf: CompromisedLeaf): Promise<void>;
}

export class MemoryCompromisedLeaves implements CompromisedLeaves {
  readonly #marks = new Map<string, CompromisedLeaf>();

  async find({
    fingerprint,
    publicKey,
  }: Pick<CertificateFacts, 'fingerprint' | 'publicKey'>): Promise<CompromisedLeaf | undefined> {
    return (
      this.#marks.get(fingerprint) ?? [...this.#marks.values()].find((mark) => mark.publicKey === publicKey)
    );
  }

  async mark(leaf: CompromisedLeaf): Promise<void> {
    this.#marks.set(leaf.fingerprint, { ...leaf, ...this.#marks.get(leaf.fingerprint) });
  }
}
