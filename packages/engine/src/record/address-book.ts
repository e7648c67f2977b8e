/** What this installation committed: which target holds which reference, proven by a deploy of its own. */
export interface AddressBook {
  /** The reference that the target's last successful deploy ended with. */
  referenceOf(targetId: string): Promise<string | undefined>;
  /** Whether a deploy of this target was ever committed at the address. */
  committed(targetId: string, address: string): Promise<boolean>;
  record(entry: { targetId: string; address: string; reference: string | undefined }): Promise<void>;
}

export class MemoryAddressBook implements AddressBook {
  readonly #references = new Map<string, string>();
  readonly #committed = new Set<string>();

  async referenceOf(targetId: string): Promise<string | undefined> {
    return this.#references.get(targetId);
  }

  async committed(targetId: string, address: string): Promise<boolean> {
    return this.#committed.has(`${targetId}\n${address}`);
  }

  async record(entry: { targetId: string; address: string; reference: string | undefined }): Promise<void> {
    if (entry.reference !== undefined) this.#references.set(entry.targetId, entry.reference);
    this.#committed.add(`${entry.targetId}\n${entry.address}`);
  }
}
