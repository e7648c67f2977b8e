import { randomBytes } from 'node:crypto';
import { CertctlError, isCertctlError, type KeyEncryptionKey } from '@certctl/plugin-api';
import { type Database, KEY_SETTING } from '../store/schema.js';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

const CONTEXT = { purpose: 'certctl key check' };

/** The key-encryption key, or what gives it when it is first needed. */
export type GivenKey = KeyEncryptionKey | (() => Promise<KeyEncryptionKey>);

/** The store's record of its key-encryption key: the id, and something that only this key opens. */
export interface KeyCheck {
  readonly id: string;
  readonly wrapped: string;
}

/** The key-encryption key of this process, held against the one that the store's records are wrapped by. */
export class ActiveKey {
  readonly #store: Store;
  readonly #given: GivenKey | undefined;
  readonly #abandon: boolean;
  #claimed: KeyEncryptionKey | undefined;
  #claiming: Promise<KeyEncryptionKey> | undefined;

  private constructor(store: Store, given: GivenKey | undefined, abandon: boolean) {
    this.#store = store;
    this.#given = given;
    this.#abandon = abandon;
  }

  /**
   * @param abandon destroys what another key has sealed, instead of refusing.
   * @throws `key_encryption_key_wrong` when the store's records were sealed with another key.
   */
  static async claim(store: Store, given: GivenKey | undefined, abandon: boolean): Promise<ActiveKey> {
    const active = new ActiveKey(store, given, abandon);
    if (given === undefined || typeof given === 'function') return active;
    try {
      await active.ready();
    } catch (error) {
      // A service that is down holds up what needs its key, and nothing else.
      if (!isCertctlError(error) || error.code !== 'key_encryption_key_unreachable') throw error;
    }
    return active;
  }

  /**
   * The key, held against the store's. Asks a service when the key is in one, so never within a transaction.
   * @throws `key_encryption_key_*`
   */
  async ready(): Promise<KeyEncryptionKey> {
    if (this.#claimed) return this.#claimed;
    this.#claiming ??= this.#claim().finally(() => {
      this.#claiming = undefined;
    });
    return await this.#claiming;
  }

  /** Within the transaction that keeps something: another process may have changed the key. */
  async confirm(db: Database): Promise<void> {
    const present = await lockedCheckOf(db);
    const given = this.#claimed?.id ?? 'none';
    if (present?.id !== given) throw wrong(present?.id ?? 'none', given);
  }

  async checkFor(key: KeyEncryptionKey): Promise<KeyCheck> {
    const wrapped = await key.wrap(randomBytes(32), CONTEXT);
    return { id: key.id, wrapped: Buffer.from(wrapped).toString('base64') };
  }

  async replace(db: Database, check: KeyCheck | undefined): Promise<void> {
    await db
      .updateTable('setting')
      .set({ value: JSON.stringify(check ?? null) })
      .where('name', '=', KEY_SETTING)
      .execute();
  }

  /** @param key undefined when the store has none any more: what is given is claimed anew */
  use(key: KeyEncryptionKey | undefined): void {
    this.#claimed = key;
  }

  async #claim(): Promise<KeyEncryptionKey> {
    if (!this.#given) {
      throw new CertctlError('key_encryption_key_wrong', 'the store was opened without a key-encryption key');
    }
    const key = typeof this.#given === 'function' ? await this.#given() : this.#given;
    const present = await this.#store.read(checkOf);
    if (present?.id === key.id) await key.unwrap(Buffer.from(present.wrapped, 'base64'), CONTEXT);
    else await this.#take(key);
    this.#claimed = key;
    return key;
  }

  async #take(key: KeyEncryptionKey): Promise<void> {
    const check = await this.checkFor(key);
    const abandoned = await this.#store.write(async (db) => {
      const now = await lockedCheckOf(db);
      if (now?.id === key.id) return false;
      if (now) await giveUp(db, now.id, key.id, this.#abandon);
      await this.replace(db, check);
      return now !== undefined;
    });
    if (abandoned) await this.#store.scrub();
  }
}

async function giveUp(db: Database, present: string, given: string, abandon: boolean): Promise<void> {
  const kept = await db.selectFrom('kept_key').select('id').where('sealed', 'is not', null).execute();
  if (kept.length === 0) return;
  if (!abandon) throw wrong(present, given, kept.length);
  await db.updateTable('kept_key').set(UNSEALED).execute();
}

/** A record whose key was destroyed. */
export const UNSEALED = { wrapped_by: null, wrapped_key: null, sealed: null } as const;

async function checkOf(db: Database): Promise<KeyCheck | undefined> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', KEY_SETTING)
    .executeTakeFirstOrThrow();
  return parsed(row.value);
}

/** Locked until the transaction ends; SQLite has no such lock, and needs none. */
const lockedCheck = statement<object>()((db, _, { exclusive }) =>
  db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', KEY_SETTING)
    .$if(!exclusive, (query) => query.forUpdate()),
);

/** The same, locked: nobody changes the key while something is kept under it. */
async function lockedCheckOf(db: Database): Promise<KeyCheck | undefined> {
  const row = await lockedCheck.first(db, {});
  if (row) return parsed(row.value);
  throw new CertctlError('store_corrupt', `the store has no setting ${KEY_SETTING}`);
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
