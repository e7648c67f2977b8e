import type { Principal } from '../iam/principals.js';
import type { Clock } from '../server/clock.js';
import type { Members } from '../server/members.js';
import { refuse } from '../server/rule.js';
import type { KmsKey, KmsKeys } from './kms-key.js';
import { keyRules } from './rules/key-rules.js';

/** One authenticated call, with what it works on. */
export interface KmsCall {
  readonly keys: KmsKeys;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
  readonly principal: Principal;
  /** @throws ServiceError AccessDeniedException */
  permit(resource: string): void;
}

/** An operation takes its input and gives its output. */
export type KmsOperation = (input: Members, call: KmsCall) => object;

const ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):(key|alias)\/([\w/-]+)$/;
const KEY_ID = /^(mrk-)?[\da-f][\da-f-]{31,35}$/;
const ALIAS = /^alias\/[\w/-]+$/;

/** What a KeyId means: id, ARN, name of an alias, or ARN of an alias. The caller must be allowed to use the key. */
export function namedKey(keyId: string, call: KmsCall): KmsKey {
  const here = `arn:aws:kms:${call.region}:${call.account}`;
  const [, region, , kind] = ARN.exec(keyId) ?? [];
  if (region !== undefined && region !== call.region) refuse(keyRules.region, { region });
  if (kind === 'alias' || ALIAS.test(keyId)) {
    const arn = kind === 'alias' ? keyId : `${here}:${keyId}`;
    const key = call.keys.behind(arn);
    if (key === undefined) refuse(keyRules.alias, { arn });
    return permitted(key, call);
  }
  if (kind === undefined && !KEY_ID.test(keyId)) refuse(keyRules.keyId, { keyId });
  const arn = kind === 'key' ? keyId : `${here}:key/${keyId}`;
  const key = call.keys.get(arn);
  // A caller without the permission is not told whether there is such a key.
  if (key === undefined) call.permit(arn);
  return permitted(key ?? refuse(keyRules.found, { arn }), call);
}

function permitted(key: KmsKey, call: KmsCall): KmsKey {
  call.permit(key.arn);
  return key;
}

/** @throws ServiceError when the key cannot encrypt and decrypt now */
export function requireUsable(key: KmsKey): void {
  const { arn } = key;
  if (key.state === 'Disabled') refuse(keyRules.disabled, { arn });
  if (key.state === 'PendingDeletion') refuse(keyRules.pendingDeletion, { arn });
  if (key.usage !== 'ENCRYPT_DECRYPT') refuse(keyRules.usage, { arn, usage: key.usage });
}
