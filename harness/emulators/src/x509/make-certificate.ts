import { createPrivateKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { x509 } from './crypto-provider.js';
import type { KeyAlgorithm } from './key-algorithm.js';
import { type ParsedCertificate, parseCertificate } from './parsed-certificate.js';
import { pemOf } from './pem.js';
import { KEY_USAGE_NAMES, type KeyUsageName } from './usages.js';

const DAY_MS = 86_400_000;

export interface MadeCertificate {
  readonly parsed: ParsedCertificate;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly privateKey: KeyObject;
  /** For signing further certificates. */
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface CertificateWish {
  /** Subject as text (`CN=a.example, O=Example`); `CN=<first name>` when left out. */
  readonly subject?: string;
  /** Host names and IP addresses. */
  readonly names?: readonly string[];
  readonly algorithm?: KeyAlgorithm;
  /** Hex; random when left out. */
  readonly serial?: string;
  /** Epoch milliseconds. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly keyUsages?: readonly KeyUsageName[] | undefined;
  /** OIDs. */
  readonly extendedKeyUsages?: readonly string[] | undefined;
  readonly certificateAuthority?: boolean;
  /** Signs the certificate; self-signed when left out. */
  readonly issuer?: MadeCertificate;
  /** Reuses a key instead of making one. */
  readonly keys?: webcrypto.CryptoKeyPair;
}

/** Makes a certificate with its key. The emulator serves such a one where a fault asks for a wrong one. */
export async function makeCertificate(wish: CertificateWish): Promise<MadeCertificate> {
  const algorithm = wish.algorithm ?? 'RSA_2048';
  const keys = wish.keys ?? (await generateKeys(algorithm));
  const subject = wish.subject ?? `CN=${wish.names?.[0] ?? 'emulator.example'}`;
  const parameters = {
    serialNumber: wish.serial ?? `40${randomBytes(15).toString('hex')}`,
    notBefore: new Date(wish.notBefore ?? Date.now() - DAY_MS),
    notAfter: new Date(wish.notAfter ?? Date.now() + 90 * DAY_MS),
    extensions: extensions(wish),
  };
  const certificate =
    wish.issuer === undefined
      ? await x509.X509CertificateGenerator.createSelfSigned({
          ...parameters,
          name: subject,
          keys,
          signingAlgorithm: signing(keys),
        })
      : await x509.X509CertificateGenerator.create({
          ...parameters,
          subject,
          issuer: new x509.X509Certificate(new Uint8Array(wish.issuer.parsed.der)).subjectName,
          publicKey: keys.publicKey,
          signingKey: wish.issuer.keys.privateKey,
          signingAlgorithm: signing(wish.issuer.keys),
        });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const der = new Uint8Array(certificate.rawData);
  return {
    parsed: parseCertificate(der),
    certificatePem: pemOf('CERTIFICATE', der),
    privateKeyPem: pemOf('PRIVATE KEY', pkcs8),
    privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    keys,
  };
}

const CURVES: Readonly<Record<string, string>> = {
  EC_prime256v1: 'P-256',
  EC_secp384r1: 'P-384',
  EC_secp521r1: 'P-521',
};

async function generateKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  const namedCurve = CURVES[algorithm];
  if (namedCurve !== undefined)
    return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
  return webcrypto.subtle.generateKey(
    {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: Number(algorithm.slice('RSA_'.length)),
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ['sign', 'verify'],
  );
}

function signing(keys: webcrypto.CryptoKeyPair): { name: string; hash: string } {
  return { name: keys.privateKey.algorithm.name, hash: 'SHA-256' };
}

function extensions(wish: CertificateWish): x509.Extension[] {
  const names = (wish.names ?? []).map((value) => ({
    type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const usage = wish.keyUsages?.reduce((bits, name) => bits | (1 << KEY_USAGE_NAMES.indexOf(name)), 0);
  return [
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    ...(usage === undefined ? [] : [new x509.KeyUsagesExtension(usage, true)]),
    ...(wish.extendedKeyUsages === undefined
      ? []
      : [new x509.ExtendedKeyUsageExtension([...wish.extendedKeyUsages])]),
    ...(wish.certificateAuthority === true
      ? [new x509.BasicConstraintsExtension(true, undefined, true)]
      : []),
  ];
}
