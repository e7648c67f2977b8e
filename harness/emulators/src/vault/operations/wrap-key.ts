import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import { refuse } from '../../server/rule.js';
import type { VaultKeyVersion } from '../keys/vault-keys.js';
import { keyRules } from '../rules/key-rules.js';
import type { VaultCall } from '../vault-call.js';

/** Hash of OAEP by algorithm. https://learn.microsoft.com/azure/key-vault/keys/about-keys-details#wrapkeyunwrapkey-encryptdecrypt */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['RSA-OAEP', 'sha1'],
  ['RSA-OAEP-256', 'sha256'],
]);

/** https://learn.microsoft.com/rest/api/keyvault/keys/get-key/get-key */
export function getKey(call: VaultCall): object {
  const key = named(call);
  const { n, e } = key.publicKey.export({ format: 'jwk' });
  return {
    key: { kid: idOf(key, call), kty: 'RSA', key_ops: key.operations, n, e },
    attributes: {
      enabled: key.enabled,
      created: seconds(key.createdAt),
      updated: seconds(key.createdAt),
      ...(key.expiresAt === undefined ? {} : { exp: seconds(key.expiresAt) }),
      recoveryLevel: 'Recoverable+Purgeable',
    },
  };
}

/** https://learn.microsoft.com/rest/api/keyvault/keys/wrap-key/wrap-key */
export function wrapKey(call: VaultCall): object {
  const key = named(call);
  if (!key.enabled && !call.settings.disabledKeyWraps) refuse(keyRules.disabled, { operation: 'wrapKey' });
  if (key.expiresAt !== undefined && key.expiresAt <= call.clock.now())
    refuse(keyRules.expired, { operation: 'wrapKey' });
  const { value, oaepHash } = inputOf(call, key, 'wrapKey');
  return answer(key, call, () => publicEncrypt({ key: key.publicKey, ...oaep(oaepHash) }, value));
}

/** https://learn.microsoft.com/rest/api/keyvault/keys/unwrap-key/unwrap-key */
export function unwrapKey(call: VaultCall): object {
  const key = named(call);
  if (!key.enabled) refuse(keyRules.disabled, { operation: 'unwrapKey' });
  const { value, oaepHash } = inputOf(call, key, 'unwrapKey');
  return answer(key, call, () => privateDecrypt({ key: key.privateKey, ...oaep(oaepHash) }, value));
}

function named(call: VaultCall): VaultKeyVersion {
  const { name, version } = call;
  const id = version === undefined ? name : `${name}/${version}`;
  return call.keys.get(name, version) ?? refuse(keyRules.found, { id });
}

function inputOf({ body }: VaultCall, key: VaultKeyVersion, operation: string) {
  if (!key.operations.includes(operation)) refuse(keyRules.operations, { operation });
  const oaepHash = ALGORITHMS.get(body.string('alg') ?? '') ?? body.invalid('alg');
  const text = body.string('value') ?? body.invalid('value');
  return { value: Buffer.from(text, 'base64url'), oaepHash };
}

function answer(key: VaultKeyVersion, call: VaultCall, work: () => Buffer): object {
  let result: Buffer;
  try {
    result = work();
  } catch {
    // Too long to be wrapped, or wrapped by another key.
    refuse(keyRules.value);
  }
  return { kid: idOf(key, call), value: result.toString('base64url') };
}

function oaep(oaepHash: string): { readonly padding: number; readonly oaepHash: string } {
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
}

function idOf({ name, version }: VaultKeyVersion, { baseUrl }: VaultCall): string {
  return `${baseUrl}/keys/${name}/${version}`;
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}
