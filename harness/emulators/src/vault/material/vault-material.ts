import { createPrivateKey, type KeyObject } from 'node:crypto';
import { refuse } from '../../server/rule.js';
import { type ParsedCertificate, parseCertificate } from '../../x509/parsed-certificate.js';
import { type PemBlock, pemBlocks } from '../../x509/pem.js';
import type { ImportedAs, SecretContentType } from '../certificate-store.js';
import { type ReadPfx, readPfx } from '../pfx/read-pfx.js';
import { importRules } from '../rules/import-rules.js';
import type { VaultSettings } from '../settings.js';
import { keyText, type VaultKey, vaultKey } from './vault-key.js';

/** What an import brought, read and checked. */
export interface VaultMaterial {
  readonly leaf: ParsedCertificate;
  /** The other certificates, in the order in which they came. */
  readonly chain: readonly ParsedCertificate[];
  /** Where the leaf stood among them. */
  readonly leafAt: number;
  readonly privateKey: KeyObject;
  readonly key: VaultKey;
  readonly importedAs: ImportedAs;
}

export interface SentMaterial {
  readonly value: string;
  readonly password: string;
  readonly contentType: SecretContentType;
}

interface Parts {
  readonly certificates: readonly ParsedCertificate[];
  readonly privateKey: KeyObject;
  readonly importedAs: ImportedAs;
}

/** @throws ServiceError BadParameter when the service would not take it */
export function readMaterial(sent: SentMaterial, settings: VaultSettings, now: number): VaultMaterial {
  const parts = sent.contentType === 'application/x-pkcs12' ? fromPfx(sent, settings) : fromPem(sent.value);
  const leafAt = parts.certificates.findIndex(({ native }) => native.checkPrivateKey(parts.privateKey));
  const leaf = parts.certificates[leafAt] ?? refuse(importRules.keyMatches);
  const key = vaultKey(leaf.publicKey) ?? refuse(importRules.keyType, { key: keyText(leaf.publicKey) });
  if (leaf.notAfter <= now) refuse(importRules.expired);
  return { ...parts, leaf, leafAt, key, chain: parts.certificates.filter((_, at) => at !== leafAt) };
}

function fromPfx({ value, password }: SentMaterial, settings: VaultSettings): Parts {
  const pfx = tryPfx(value, password);
  if (pfx.encryptions.some((encryption) => !settings.pfxEncryptions[encryption]))
    refuse(importRules.pfxEncryption);
  const [privateKey, second] = pfx.privateKeys;
  if (privateKey === undefined || second !== undefined || pfx.certificates.length === 0)
    refuse(importRules.pfxKey);
  const importedAs = { form: 'pfx', encryptions: pfx.descriptions, mac: pfx.mac } as const;
  return { certificates: pfx.certificates, privateKey, importedAs };
}

function tryPfx(value: string, password: string): ReadPfx {
  const base64 = value.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) refuse(importRules.pfx);
  try {
    return readPfx(Buffer.from(base64, 'base64'), password);
  } catch {
    // Whatever is wrong with a PFX, the service says the same of it.
    return refuse(importRules.pfx);
  }
}

function fromPem(value: string): Parts {
  const blocks = pemBlocks(pemText(value)) ?? refuse(importRules.pem);
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE');
  const others = blocks.filter(({ label }) => label !== 'CERTIFICATE');
  const [key, second] = others;
  if (key === undefined || second !== undefined || key.label !== 'PRIVATE KEY' || key.encrypted)
    refuse(importRules.pemKey);
  if (certificates.length === 0) refuse(importRules.pem);
  return { ...tryPem(certificates, key), importedAs: { form: 'pem' } };
}

function tryPem(certificates: readonly PemBlock[], key: PemBlock) {
  try {
    return {
      certificates: certificates.map(({ der }) => parseCertificate(der)),
      privateKey: createPrivateKey({ key: Buffer.from(key.der), format: 'der', type: 'pkcs8' }),
    };
  } catch {
    // A block that is no certificate or no PKCS#8 makes the text unreadable as a whole.
    return refuse(importRules.pem);
  }
}

/** PEM itself, or base64 of it. */
function pemText(value: string): string {
  return value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64').toString('latin1');
}
