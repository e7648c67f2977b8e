/** What a wrapped data key belongs to. The same words are needed to unwrap it. */
export type WrapContext = Readonly<Record<string, string>>;

/**
 * Wraps the data keys of kept records. The key itself may be in a file, or never leave a service: a key
 * management service takes the context as its encryption context or additional data.
 */
export interface KeyEncryptionKey {
  /** Names the key and says nothing of it; the same key has the same id wherever it is read from. */
  readonly id: string;
  /**
   * Encrypts a data key of 32 bytes.
   * @throws `key_encryption_key_unreachable`, `key_encryption_key_refused` when the key is in a service
   */
  wrap(dataKey: Uint8Array, context: WrapContext): Promise<Uint8Array>;
  /**
   * @throws `key_encryption_key_wrong` when this key, or this context, did not wrap it; and as `wrap`
   */
  unwrap(wrapped: Uint8Array, context: WrapContext): Promise<Uint8Array>;
}
