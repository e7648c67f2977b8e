import { refuse } from '../../server/rule.js';
import type { SecretContentType } from '../certificate-store.js';
import { RSA_SIZES } from '../material/vault-key.js';
import type { RequestBody } from '../request-body.js';
import { policyRules } from '../rules/policy-rules.js';
import type { VaultSettings } from '../settings.js';
import {
  CURVES,
  KEY_TYPES,
  type LifetimeAction,
  type VaultCurve,
  type VaultKeyType,
} from './vault-policy.js';

/** What a request says of a policy; undefined is what it leaves out. */
export interface PolicyWish {
  readonly exportable: boolean | undefined;
  readonly kty: VaultKeyType | undefined;
  readonly keySize: number | undefined;
  readonly crv: VaultCurve | undefined;
  readonly reuseKey: boolean | undefined;
  readonly contentType: SecretContentType | undefined;
  readonly issuer: string | undefined;
  readonly lifetimeActions: readonly LifetimeAction[] | undefined;
  readonly enabled: boolean | undefined;
}

const CONTENT_TYPES = ['application/x-pkcs12', 'application/x-pem-file'] as const;

const EC_SIZES: readonly number[] = [256, 384, 521];

/** @throws ServiceError BadParameter for what no policy can say */
export function readPolicy(policy: RequestBody | undefined, settings: VaultSettings): PolicyWish {
  const key = policy?.object('key_props');
  const issuer = policy?.object('issuer')?.string('name');
  if (issuer !== undefined && !/^[0-9a-zA-Z-]{1,127}$/.test(issuer)) refuse(policyRules.issuer, { issuer });
  const wish = {
    exportable: key?.boolean('exportable'),
    kty: one(KEY_TYPES, key, 'kty'),
    keySize: key?.integer('key_size'),
    crv: one(CURVES, key, 'crv'),
    reuseKey: key?.boolean('reuse_key'),
    contentType: one(CONTENT_TYPES, policy?.object('secret_props'), 'contentType'),
    issuer,
    lifetimeActions: policy?.objects('lifetime_actions')?.map(lifetimeAction),
    enabled: policy?.object('attributes')?.boolean('enabled'),
  };
  checkKey(wish, settings);
  return wish;
}

function checkKey({ kty, keySize, crv, exportable }: PolicyWish, settings: VaultSettings): void {
  const ec = kty?.startsWith('EC') ?? crv !== undefined;
  if (crv !== undefined && !ec) refuse(policyRules.keySize, { size: crv });
  if (keySize !== undefined && !(ec ? EC_SIZES : RSA_SIZES).includes(keySize))
    refuse(policyRules.keySize, { size: keySize });
  if (kty?.endsWith('-HSM') !== true) return;
  if (!settings.premium) refuse(policyRules.hsmPremium, { type: kty });
  if (exportable === true) refuse(policyRules.hsmExportable);
}

function lifetimeAction(action: RequestBody): LifetimeAction {
  const trigger = action.object('trigger');
  const percentage = trigger?.integer('lifetime_percentage');
  const days = trigger?.integer('days_before_expiry');
  const type = one(['EmailContacts', 'AutoRenew'] as const, action.object('action'), 'action_type');
  const triggers = [percentage, days].filter((value) => value !== undefined);
  const inRange = percentage === undefined ? (days ?? 0) >= 1 : percentage >= 1 && percentage <= 99;
  if (type === undefined || triggers.length !== 1 || !inRange) refuse(policyRules.lifetime);
  return {
    trigger: {
      ...(percentage === undefined ? {} : { lifetime_percentage: percentage }),
      ...(days === undefined ? {} : { days_before_expiry: days }),
    },
    action: { action_type: type },
  };
}

function one<T extends string>(
  values: readonly T[],
  body: RequestBody | undefined,
  name: string,
): T | undefined {
  const text = body?.string(name, values);
  return values.find((value) => value === text);
}
