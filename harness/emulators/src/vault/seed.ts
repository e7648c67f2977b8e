import { createPrivateKey, randomUUID } from 'node:crypto';
import { parseCertificate } from '../x509/parsed-certificate.js';
import { pemBlocks } from '../x509/pem.js';
import {
  type SecretContentType,
  VaultCertificate,
  type VaultStore,
  type VaultTags,
} from './certificate-store.js';
import { vaultKey } from './material/vault-key.js';
import { importPolicy } from './policy/make-policy.js';
import { readPolicy } from './policy/read-policy.js';
import { RequestBody } from './request-body.js';
import type { VaultSettings } from './settings.js';

/** A version that is there before the test begins. PEM text; no rule of import is applied. */
export interface VaultSeedOption {
  readonly name: string;
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain?: string;
  readonly tags?: VaultTags;
  /** As the REST API spells it; the service's default when left out. */
  readonly policy?: object;
  /** @default true */
  readonly enabled?: boolean;
  /** @default 'application/x-pkcs12', or what the policy says */
  readonly contentType?: SecretContentType;
  /** Who imported it; `somebody-else` when left out. */
  readonly principal?: string;
  /** Epoch milliseconds; now when left out. */
  readonly importedAt?: number;
}

export interface SeededVersion {
  readonly version: string;
  /** Identifier of the version. */
  readonly id: string;
}

export interface SeedPlace {
  readonly store: VaultStore;
  readonly settings: VaultSettings;
  readonly url: string;
  readonly now: number;
}

/** Puts a version into the store; throws when the PEM cannot be read. */
export function seedCertificate(option: VaultSeedOption, place: SeedPlace): SeededVersion {
  const { store, settings, url } = place;
  const now = option.importedAt ?? place.now;
  const [leaf] = certificatesIn(option.certificate);
  if (leaf === undefined) throw new TypeError('the seed holds no certificate');
  const key = vaultKey(leaf.publicKey);
  if (key === undefined) throw new TypeError('the key of the seed is not one of Key Vault');
  const policy = RequestBody.read(Buffer.from(JSON.stringify(option.policy ?? {})));
  const wish = readPolicy(policy, settings);
  const contentType = option.contentType ?? wish.contentType ?? 'application/x-pkcs12';
  const held = store.get(option.name, place.now);
  const policyThen = importPolicy({ leaf, key, contentType, wish, before: held?.policy, now });
  const certificate = held ?? new VaultCertificate(option.name, policyThen);
  certificate.put({
    id: randomUUID().replaceAll('-', ''),
    leaf,
    chain: certificatesIn(option.chain ?? ''),
    leafAt: 0,
    privateKey: createPrivateKey(option.privateKey),
    contentType,
    policyThen,
    principal: option.principal ?? 'somebody-else',
    importedAs: { form: 'seed' },
    createdAt: now,
    updatedAt: now,
    enabled: option.enabled ?? true,
    tags: option.tags ?? {},
  });
  store.add(certificate);
  const version = certificate.latest.id;
  return { version, id: `${url}/certificates/${option.name}/${version}` };
}

function certificatesIn(pem: string): ReturnType<typeof parseCertificate>[] {
  return (pemBlocks(pem) ?? []).map((block) => parseCertificate(block.der));
}
