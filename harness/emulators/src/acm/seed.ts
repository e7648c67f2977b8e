import { createPrivateKey, randomUUID } from 'node:crypto';
import { parseCertificate } from '../x509/parsed-certificate.js';
import { pemBlocks } from '../x509/pem.js';
import { certificateArn, type Place } from './arn.js';
import { type CertificateStore, StoredCertificate } from './certificate-store.js';

/** A certificate that is there before the test begins. PEM text; no rule of import is applied. */
export interface SeedOption {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly account?: string;
  /** Who imported it; `arn:aws:iam::<account>:user/somebody-else` when left out. */
  readonly principal?: string;
  /** Epoch milliseconds; now when left out. */
  readonly importedAt?: number;
}

/** Puts a certificate into the store and returns its ARN; throws when the PEM cannot be read. */
export function seedCertificate(
  store: CertificateStore,
  option: SeedOption,
  place: Place,
  now: number,
): string {
  const importedAt = option.importedAt ?? now;
  const [leaf] = certificatesIn(option.certificate);
  if (leaf === undefined) throw new TypeError('the seed holds no certificate');
  const certificate = new StoredCertificate(certificateArn(place, randomUUID()), place, importedAt, {
    leaf,
    chain: certificatesIn(option.chain ?? ''),
    privateKey: createPrivateKey(option.privateKey),
    importedAt,
    principal: option.principal ?? `arn:aws:iam::${place.account}:user/somebody-else`,
  });
  certificate.tags.set(option.tags ?? {}, importedAt);
  store.add(certificate);
  return certificate.arn;
}

function certificatesIn(pem: string): ReturnType<typeof parseCertificate>[] {
  return (pemBlocks(pem) ?? []).map((block) => parseCertificate(block.der));
}
