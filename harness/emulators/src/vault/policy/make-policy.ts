import { refuse } from '../../server/rule.js';
import type { ParsedCertificate } from '../../x509/parsed-certificate.js';
import { KEY_USAGE_NAMES } from '../../x509/usages.js';
import type { SecretContentType } from '../certificate-store.js';
import type { VaultKey } from '../material/vault-key.js';
import { policyRules } from '../rules/policy-rules.js';
import type { PolicyWish } from './read-policy.js';
import type { LifetimeAction, VaultPolicy } from './vault-policy.js';

const MONTH_MS = (365.25 / 12) * 86_400_000;

const EMAIL_AT_80_PERCENT: LifetimeAction = {
  trigger: { lifetime_percentage: 80 },
  action: { action_type: 'EmailContacts' },
};

/** Names of the REST API, in the order of RFC 5280 as {@link KEY_USAGE_NAMES}. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export interface PolicyParts {
  readonly leaf: ParsedCertificate;
  readonly key: VaultKey;
  readonly contentType: SecretContentType;
  readonly wish: PolicyWish;
  /** What the policy said before, where that is to be kept. */
  readonly before: VaultPolicy | undefined;
  readonly now: number;
}

/**
 * The policy that an import leaves: what the request says, then what was there before, then the service's
 * default. Key and subject are those of the certificate.
 */
export function importPolicy({ leaf, key, contentType, wish, before, now }: PolicyParts): VaultPolicy {
  checkKeyMatches(wish, key);
  const kty = wish.kty ?? key.kty;
  const hsm = kty.endsWith('-HSM');
  const issuer = wish.issuer ?? before?.issuer.name ?? 'Unknown';
  const lifetimeActions = wish.lifetimeActions ?? before?.lifetime_actions ?? [EMAIL_AT_80_PERCENT];
  checkRenewal(issuer, lifetimeActions);
  return {
    key_props: {
      exportable: hsm ? false : (wish.exportable ?? before?.key_props.exportable ?? true),
      kty,
      key_size: key.size,
      ...(key.crv === undefined ? {} : { crv: key.crv }),
      reuse_key: wish.reuseKey ?? before?.key_props.reuse_key ?? false,
    },
    secret_props: { contentType },
    x509_props: x509Props(leaf),
    lifetime_actions: lifetimeActions,
    issuer: { name: issuer },
    enabled: wish.enabled ?? before?.enabled ?? true,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/** The policy after an update; what the request leaves out stays. The next import need not follow it. */
export function updatedPolicy(policy: VaultPolicy, wish: PolicyWish, now: number): VaultPolicy {
  const issuer = wish.issuer ?? policy.issuer.name;
  const lifetimeActions = wish.lifetimeActions ?? policy.lifetime_actions;
  checkRenewal(issuer, lifetimeActions);
  const { key_props: key } = policy;
  const size = wish.keySize ?? key.key_size;
  const crv = wish.crv ?? key.crv;
  return {
    ...policy,
    key_props: {
      exportable: wish.exportable ?? key.exportable,
      kty: wish.kty ?? key.kty,
      ...(size === undefined ? {} : { key_size: size }),
      ...(crv === undefined ? {} : { crv }),
      reuse_key: wish.reuseKey ?? key.reuse_key,
    },
    secret_props: { contentType: wish.contentType ?? policy.secret_props.contentType },
    lifetime_actions: lifetimeActions,
    issuer: { name: issuer },
    enabled: wish.enabled ?? policy.enabled,
    updatedAt: now,
  };
}

function checkKeyMatches({ kty, keySize, crv }: PolicyWish, key: VaultKey): void {
  const asked = [kty, keySize, crv].filter((part) => part !== undefined).join(' ');
  const matches =
    (kty === undefined || kty.replace('-HSM', '') === key.kty) &&
    (keySize === undefined || keySize === key.size) &&
    (crv === undefined || crv === key.crv);
  if (!matches) refuse(policyRules.keyMatches, { key: `${key.kty} ${key.crv ?? key.size}`, policy: asked });
}

/** Nobody could renew a certificate whose issuer is not known to the vault. */
function checkRenewal(issuer: string, actions: readonly LifetimeAction[]): void {
  if (issuer === 'Unknown' && actions.some(({ action }) => action.action_type === 'AutoRenew'))
    refuse(policyRules.lifetime);
}

function x509Props(leaf: ParsedCertificate): object {
  return {
    subject: leaf.subject.map(({ type, value }) => `${type}=${value}`).join(', '),
    ...(leaf.dnsNames.length === 0 ? {} : { sans: { dns_names: leaf.dnsNames } }),
    ekus: leaf.extendedKeyUsages ?? [],
    key_usage: (leaf.keyUsages ?? []).map((name) => KEY_USAGES[KEY_USAGE_NAMES.indexOf(name)]),
    validity_months: Math.round((leaf.notAfter - leaf.notBefore) / MONTH_MS),
    basic_constraints: { ca: false },
  };
}
