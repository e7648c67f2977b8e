import { type KeyObject, X509Certificate } from 'node:crypto';
import { x509 } from './crypto-provider.js';
import { KEY_USAGE_NAMES, type KeyUsageName } from './usages.js';

/** One relative distinguished name: attribute type as the library abbreviates it (`CN`, `O`, …), and value. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** What the rules and the answers need of a certificate. Times are epoch milliseconds. */
export interface ParsedCertificate {
  readonly der: Uint8Array;
  readonly native: X509Certificate;
  readonly version: number;
  /** Lower-case hex of the magnitude, two digits a byte: the library leaves the sign byte of DER out. */
  readonly serial: string;
  readonly subject: readonly NameAttribute[];
  readonly issuer: readonly NameAttribute[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** undefined: the extension is absent. */
  readonly keyUsages: readonly KeyUsageName[] | undefined;
  /** OIDs; undefined: the extension is absent. */
  readonly extendedKeyUsages: readonly string[] | undefined;
  /** As ACM spells it: `SHA256WITHRSA`. */
  readonly signatureAlgorithm: string;
}

/** Reads one DER certificate; throws what the libraries throw when it is not one. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const native = new X509Certificate(der);
  const peculiar = new x509.X509Certificate(new Uint8Array(der));
  const names = peculiar.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  return {
    der: native.raw,
    native,
    version: certificateVersion(native.raw),
    serial: peculiar.serialNumber,
    subject: attributes(peculiar.subjectName),
    issuer: attributes(peculiar.issuerName),
    notBefore: peculiar.notBefore.getTime(),
    notAfter: peculiar.notAfter.getTime(),
    publicKey: native.publicKey,
    dnsNames: names.filter((name) => name.type === 'dns').map((name) => name.value),
    ipAddresses: names.filter((name) => name.type === 'ip').map((name) => name.value),
    keyUsages: keyUsages(peculiar.getExtension(x509.KeyUsagesExtension)),
    extendedKeyUsages: peculiar.getExtension(x509.ExtendedKeyUsageExtension)?.usages.map(String),
    signatureAlgorithm: signatureAlgorithm(peculiar.signatureAlgorithm),
  };
}

/** The first value of an attribute type in a name. */
export function nameValue(name: readonly NameAttribute[], type: string): string | undefined {
  return name.find((attribute) => attribute.type === type)?.value;
}

function attributes(name: x509.Name): NameAttribute[] {
  return name
    .toJSON()
    .flatMap((relative) =>
      Object.entries(relative).flatMap(([type, values]) => values.map((value) => ({ type, value }))),
    );
}

function keyUsages(extension: x509.KeyUsagesExtension | null): KeyUsageName[] | undefined {
  if (extension === null) return undefined;
  return KEY_USAGE_NAMES.filter((_name, bit) => (extension.usages & (1 << bit)) !== 0);
}

/** The library's type extends the browser's Algorithm, which is not declared here, so names are looked up. */
function signatureAlgorithm(algorithm: x509.HashedAlgorithm): string {
  const name = nameIn(algorithm) ?? '';
  const digest = nameIn(algorithm.hash)?.replace('-', '');
  const family = name.startsWith('RSA') ? 'RSA' : name;
  return (digest === undefined ? family : `${digest}WITH${family}`).toUpperCase();
}

function nameIn(algorithm: unknown): string | undefined {
  const named = typeof algorithm === 'object' && algorithm !== null && 'name' in algorithm;
  return named && typeof algorithm.name === 'string' ? algorithm.name : undefined;
}

/**
 * RFC 5280, 4.1: the version is the optional first element [0] of tbsCertificate; absent means 1. Neither
 * library tells it, so the two enclosing headers are stepped over by hand.
 */
function certificateVersion(der: Uint8Array): number {
  const tbs = contentStart(der, 0);
  const first = contentStart(der, tbs);
  if (der[first] !== 0xa0) return 1;
  return (der[first + 4] ?? 0) + 1;
}

function contentStart(der: Uint8Array, at: number): number {
  const length = der[at + 1] ?? 0;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}
