import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { refuse } from '../server/rule.js';
import type { KmsKey } from './kms-key.js';
import { cipherRules } from './rules/cipher-rules.js';

export type EncryptionContext = Readonly<Record<string, string>>;

/** Behind the ARN of its key, which a ciphertext of KMS names, too. */
export interface OpenCiphertext {
  readonly keyArn: string;
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
  readonly encrypted: Uint8Array;
}

const [NONCE, TAG, LENGTH] = [12, 16, 2];

export function encryptWith(key: KmsKey, plaintext: Uint8Array, context: EncryptionContext): Uint8Array {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key.material, nonce).setAAD(associated(context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key.arn);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt16BE(arn.length);
  return Buffer.concat([length, arn, nonce, cipher.getAuthTag(), encrypted]);
}

/** @throws ServiceError InvalidCiphertextException when it is no ciphertext of KMS */
export function readCiphertext(blob: Uint8Array): OpenCiphertext {
  const bytes = Buffer.from(blob);
  if (bytes.length < LENGTH) refuse(cipherRules.ciphertext);
  const arnEnd = LENGTH + bytes.readUInt16BE(0);
  const [nonceEnd, tagEnd] = [arnEnd + NONCE, arnEnd + NONCE + TAG];
  if (bytes.length <= tagEnd) refuse(cipherRules.ciphertext);
  return {
    keyArn: bytes.subarray(LENGTH, arnEnd).toString(),
    nonce: bytes.subarray(arnEnd, nonceEnd),
    tag: bytes.subarray(nonceEnd, tagEnd),
    encrypted: bytes.subarray(tagEnd),
  };
}

/** @throws ServiceError InvalidCiphertextException when ciphertext or context are not those of Encrypt */
export function decryptWith(key: KmsKey, open: OpenCiphertext, context: EncryptionContext): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key.material, open.nonce, { authTagLength: TAG })
    .setAAD(associated(context))
    .setAuthTag(open.tag);
  try {
    return Buffer.concat([decipher.update(open.encrypted), decipher.final()]);
  } catch {
    refuse(cipherRules.context);
  }
}

function associated(context: EncryptionContext): Uint8Array {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(sorted));
}
