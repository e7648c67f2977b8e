/** Equality of certificates is equality of every byte of their DER; serial and subject can repeat. */
export function sameCertificate(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Whether two chains hold the same certificates in the same order. */
export function sameChain(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((der, index) => sameCertificate(der, b[index] ?? new Uint8Array()));
}
