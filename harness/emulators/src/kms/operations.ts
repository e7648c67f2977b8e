import { epochSeconds } from '../server/json-protocol.js';
import type { Members } from '../server/members.js';
import { refuse } from '../server/rule.js';
import { decryptWith, type EncryptionContext, encryptWith, readCiphertext } from './ciphertext.js';
import { type KmsCall, type KmsOperation, namedKey, requireUsable } from './kms-call.js';
import { cipherRules } from './rules/cipher-rules.js';
import { keyRules } from './rules/key-rules.js';

const ALGORITHM = 'SYMMETRIC_DEFAULT';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
function encrypt(input: Members, call: KmsCall): object {
  input.required('KeyId');
  input.required('Plaintext');
  const keyId = input.string('KeyId', { min: 1, max: 2048 }) ?? '';
  const plaintext = input.blob('Plaintext', { min: 1, max: 4096 }) ?? new Uint8Array();
  const context = contextOf(input);
  const key = namedKey(keyId, call);
  requireUsable(key);
  return {
    CiphertextBlob: Buffer.from(encryptWith(key, plaintext, context)).toString('base64'),
    KeyId: key.arn,
    EncryptionAlgorithm: ALGORITHM,
  };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
function decrypt(input: Members, call: KmsCall): object {
  input.required('CiphertextBlob');
  const blob = input.blob('CiphertextBlob', { min: 1, max: 6144 }) ?? new Uint8Array();
  const keyId = input.string('KeyId', { min: 1, max: 2048 });
  const context = contextOf(input);
  const asked = keyId === undefined ? undefined : namedKey(keyId, call);
  if (asked) requireUsable(asked);
  const open = readCiphertext(blob);
  if (asked && asked.arn !== open.keyArn) refuse(cipherRules.incorrectKey);
  call.permit(open.keyArn);
  const key = call.keys.get(open.keyArn) ?? refuse(keyRules.found, { arn: open.keyArn });
  requireUsable(key);
  return {
    Plaintext: Buffer.from(decryptWith(key, open, context)).toString('base64'),
    KeyId: key.arn,
    EncryptionAlgorithm: ALGORITHM,
  };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
function describeKey(input: Members, call: KmsCall): object {
  input.required('KeyId');
  const key = namedKey(input.string('KeyId', { min: 1, max: 2048 }) ?? '', call);
  const { keyId, arn, account, usage, state, createdAt, deletionDate } = key;
  return {
    KeyMetadata: {
      AWSAccountId: account,
      KeyId: keyId,
      Arn: arn,
      CreationDate: epochSeconds(createdAt),
      Enabled: state === 'Enabled',
      KeyUsage: usage,
      KeyState: state,
      ...(deletionDate === undefined ? {} : { DeletionDate: epochSeconds(deletionDate) }),
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      KeySpec: usage === 'ENCRYPT_DECRYPT' ? ALGORITHM : 'RSA_2048',
      ...(usage === 'ENCRYPT_DECRYPT' ? { EncryptionAlgorithms: [ALGORITHM] } : {}),
      MultiRegion: false,
    },
  };
}

/** The emulated operations by the name that X-Amz-Target carries. */
export const kmsOperations: ReadonlyMap<string, KmsOperation> = new Map<string, KmsOperation>([
  ['Encrypt', encrypt],
  ['Decrypt', decrypt],
  ['DescribeKey', describeKey],
]);

function contextOf(input: Members): EncryptionContext {
  input.string('EncryptionAlgorithm', { values: [ALGORITHM] });
  const context = input.structure('EncryptionContext');
  return Object.fromEntries((context?.present() ?? []).map((name) => [name, context?.string(name) ?? '']));
}
