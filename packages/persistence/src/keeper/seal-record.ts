import { randomBytes, randomUUID } from 'node:crypto';
import {
  CertctlError,
  type KeyEncryptionKey,
  type KeyReadBack,
  PrivateKey,
  type WrapContext,
} from '@certctl/plugin-api';
import { decrypt, encrypt } from './aes-gcm.js';
import { joinParts, splitParts } from './parts.js';

/** What a record is sealed for. Opening it for anything else fails. */
export interface RecordName {
  readonly address: string;
  readonly fingerprint: string;
  readonly serial: string;
}

export interface SealedRecord extends RecordName {
  readonly id: string;
  readonly wrapped_by: string;
  readonly wrapped_key: string;
  readonly sealed: string;
}

/** Seals key and chain under a data key of their own, and the data key under the key-encryption key. */
export async function sealRecord(
  key: KeyEncryptionKey,
  name: RecordName,
  content: { readonly privateKey: PrivateKey; readonly chain: readonly Uint8Array[] },
): Promise<SealedRecord> {
  const { address, fingerprint, serial } = name;
  const id = randomUUID();
  const context = contextOf({ id, address, fingerprint, serial });
  const dataKey = randomBytes(32);
  const plain = joinParts([content.privateKey.pkcs8(), ...content.chain]);
  try {
    const sealed = encrypt(dataKey, plain, associated(context));
    const wrapped = await key.wrap(dataKey, context);
    return {
      id,
      address,
      fingerprint,
      serial,
      wrapped_by: key.id,
      wrapped_key: Buffer.from(wrapped).toString('base64'),
      sealed: Buffer.from(sealed).toString('base64'),
    };
  } finally {
    dataKey.fill(0);
    plain.fill(0);
  }
}

/** @throws `key_encryption_key_wrong`, or `store_corrupt` when the record is not what was sealed. */
export async function openRecord(key: KeyEncryptionKey, record: SealedRecord): Promise<KeyReadBack> {
  const dataKey = await unwrap(key, record);
  const plain = decrypt(dataKey, Buffer.from(record.sealed, 'base64'), associated(contextOf(record)));
  dataKey.fill(0);
  const [pkcs8, ...chain] = plain ? splitParts(plain) : [];
  plain?.fill(0);
  if (pkcs8) return { privateKey: new PrivateKey(pkcs8), chain };
  throw new CertctlError(
    'store_corrupt',
    `the kept key of ${record.serial} at ${record.address} was changed`,
    {
      remedy:
        'Restore the data folder from a backup; until then a rollback needs the previous key from its owner.',
    },
  );
}

/** The same record, its data key wrapped by another key. The key that it holds is not opened. */
export async function rewrapRecord(
  from: KeyEncryptionKey,
  to: KeyEncryptionKey,
  record: SealedRecord,
): Promise<SealedRecord> {
  const dataKey = await unwrap(from, record);
  try {
    const wrapped = await to.wrap(dataKey, contextOf(record));
    return { ...record, wrapped_by: to.id, wrapped_key: Buffer.from(wrapped).toString('base64') };
  } finally {
    dataKey.fill(0);
  }
}

async function unwrap(key: KeyEncryptionKey, record: SealedRecord): Promise<Uint8Array> {
  if (record.wrapped_by !== key.id) {
    throw new CertctlError(
      'key_encryption_key_wrong',
      `the kept key of ${record.serial} at ${record.address} is sealed with the key-encryption key ` +
        `${record.wrapped_by}, and ${key.id} was given`,
    );
  }
  return await key.unwrap(Buffer.from(record.wrapped_key, 'base64'), contextOf(record));
}

function contextOf({ id, address, fingerprint, serial }: RecordName & { readonly id: string }): WrapContext {
  return { record: id, address, fingerprint, serial };
}

function associated({ record, address, fingerprint, serial }: WrapContext): Uint8Array {
  return Buffer.from(JSON.stringify(['certctl-kept-key-1', record, address, fingerprint, serial]));
}
