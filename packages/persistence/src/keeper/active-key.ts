import { randomBytes } from 'node:crypto';
import { CertctlError } from '@certctl/plugin-api';
import { type Database, KEY_SETTING } from '../store/schema.js';
import type { Store } from '../store/store.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';

const CONTEXT = { purpose: 'certctl key check' };

/** The store's record of its key-encryption key: the id, and something that only this key opens. */
export interface KeyCheck {
  readonly id: string;
  readonly wrapped: string;
}

/** The key-encryption key of this process, held against the one that the store's records are wrapped by. */
export class ActiveKey {
  #key: KeyEncryptionKey | undefined;

  private constructor(key: KeyEncryptionKey | undefined) {
    this.#key = key;
  }

  /**
   * @param abandon destroys what another key has sealed, instead of refusing.
   * @throws `key_encryption_key_wrong` when the store's records were sealed with another key.
   */
  static async claim(store: Store, key: KeyEncryptionKey | undefined, abandon: boolean): Promise<ActiveKey> {
    const active = new ActiveKey(key);
    if (!key) return active;
    const present = await store.read(checkOf);
    if (present?.id === key.id) {
      await key.unwrap(Buffer.from(present.wrapped, 'base64'), CONTEXT);
      return active;
    }
    const check = await active.checkFor(key);
    const abandoned = await store.write(async (db) => {
      const now = await lockedCheckOf(db);
      if (now?.id === key.id) return false;
      if (now) await giveUp(db, now.id, key.id, abandon);
      await active.replace(db, check);
      return now !== undefined;
    });
    if (abandoned) await store.scrub();
    return active;
  }

  /** @throws `key_encryption_key_wrong` when the store was opened without a key. */
  required(): KeyEncryptionKey {
    if (this.#key) return this.#key;
    throw new CertctlError('key_encryption_key_wrong', 'the store was opened without a key-encryption key');
  }

  /** Within the transaction that keeps something: another process may have changed the key. */
  async confirm(db: Database): Promise<void> {
    const present = await lockedCheckOf(db);
    const key = this.required();
    if (present?.id !== key.id) throw wrong(present?.id ?? 'none', key.id);
  }

  async checkFor(key: KeyEncryptionKey): Promise<KeyCheck> {
    const wrapped = await key.wrap(randomBytes(32), CONTEXT);
    return { id: key.id, wrapped: Buffer.from(wrapped).toString('base64') };
  }

  async replace(db: Database, check: KeyCheck): Promise<void> {
    await db
      .updateTable('setting')
      .set({ value: JSON.stringify(check) })
      .where('name', '=', KEY_SETTING)
      .execute();
  }

  use(key: KeyEncryptionKey): void {
    this.#key = key;
  }
}

async function giveUp(db: Database, present: string, given: string, abandon: boolean): Promise<void> {
  const kept = await db.selectFrom('kept_key').select('id').execute();
  if (kept.length === 0) return;
  if (!abandon) throw wrong(present, given, kept.length);
  await db.deleteFrom('kept_key').execute();
}

async function checkOf(db: Database): Promise<KeyCheck | undefined> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', KEY_SETTING)
    .executeTakeFirstOrThrow();
  return parsed(row.value);
}

/** The same, locked until the transaction ends: nobody changes the key while something is kept under it. */
async function lockedCheckOf(db: Database): Promise<KeyCheck | undefined> {
  const row = await db
    .updateTable('setting')
    .set((present) => ({ value: present.ref('value') }))
    .where('name', '=', KEY_SETTING)
    .returning('value')
    .executeTakeFirstOrThrow();
  return parsed(row.value);
}

function parsed(value: string): KeyCheck | undefined {
  // The first migration writes null, and only replace() anything else: a KeyCheck.
  const check = JSON.parse(value) as KeyCheck | null;
  return check ?? undefined;
}

function wrong(present: string, given: string, kept?: number): CertctlError {
  const what = kept === undefined ? 'the kept keys are' : `${kept} kept keys are`;
  return new CertctlError(
    'key_encryption_key_wrong',
    `${what} sealed with the key-encryption key ${present}, and ${given} was given`,
  );
}
