/** What is wrong with a PKCS#12. Stays inside the package: `readPkcs12` turns it into a coded error. */
export class Pkcs12Problem extends Error {
  readonly kind: 'damaged' | 'unsupported' | 'passphrase';

  constructor(kind: Pkcs12Problem['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}
