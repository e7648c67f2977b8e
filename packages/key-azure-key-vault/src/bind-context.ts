import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { WrapContext } from '@certctl/plugin-api';

const [NONCE, TAG] = [12, 16];

/**
 * Seals a data key under a local key that is used once, for its context (AES-256-GCM, NIST SP 800-38D).
 *
 * Wrapping with RSA takes no additional data: what it wraps can be unwrapped for whatever record it is put
 * into. So the vault wraps the local key, and the seal is what holds the data key to its record.
 */
export function sealFor(
  context: WrapContext,
  dataKey: Uint8Array,
): { localKey: Uint8Array; sealed: Uint8Array } {
  const localKey = randomBytes(32);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', localKey, nonce).setAAD(associated(context));
  const encrypted = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  return { localKey, sealed: Buffer.concat([nonce, encrypted, cipher.getAuthTag()]) };
}

/** Undefined when the local key, the bytes or the context are not those of the seal. */
export function openFor(
  context: WrapContext,
  localKey: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (localKey.length !== 32 || sealed.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', localKey, sealed.subarray(0, NONCE), {
    authTagLength: TAG,
  })
    .setAAD(associated(context))
    .setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(NONCE, -TAG));
  try {
    decipher.final();
    return plain;
  } catch {
    // The only error of final() in this mode: the tag does not fit.
    plain.fill(0);
    return undefined;
  }
}

function associated(context: WrapContext): Uint8Array {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(['certctl-vault-data-key-1', ...sorted]));
}
