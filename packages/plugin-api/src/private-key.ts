import { inspect } from 'node:util';

/**
 * A private key that does not print itself. The bytes leave only through `pkcs8()` and `pem()`,
 * which a plugin calls at the moment it fills the request and nowhere else.
 */
export class PrivateKey {
  readonly #pkcs8: Uint8Array;
  #destroyed = false;

  /** @param pkcs8 unencrypted PKCS#8, DER. The object owns the bytes from here on and will zero them. */
  constructor(pkcs8: Uint8Array) {
    this.#pkcs8 = pkcs8;
  }

  /** PKCS#8, DER. The live bytes, not a copy: do not keep them. */
  pkcs8(): Uint8Array {
    if (this.#destroyed) {
      throw new Error('This private key was destroyed; it must not be used after its deploy has ended.');
    }
    return this.#pkcs8;
  }

  /** PKCS#8 in PEM, unencrypted, lines of 64 characters (RFC 7468). */
  pem(): string {
    const base64 = Buffer.from(this.pkcs8()).toString('base64');
    const lines = base64.match(/.{1,64}/g) ?? [];
    return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
  }

  /** Zeroes the bytes. Strings made by `pem()` cannot be zeroed in JavaScript. */
  destroy(): void {
    this.#pkcs8.fill(0);
    this.#destroyed = true;
  }

  get destroyed(): boolean {
    return this.#destroyed;
  }

  toJSON(): string {
    return '[private key]';
  }

  toString(): string {
    return '[private key]';
  }

  [inspect.custom](): string {
    return '[private key]';
  }
}
