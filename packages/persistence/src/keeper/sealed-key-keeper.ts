import { randomUUID } from 'node:crypto';
import type { KeptAt, KeptRecord, KeyKeeper, KeySelector } from '@certctl/engine';
import {
  CertctlError,
  type CertificateBundle,
  type KeyEncryptionKey,
  type KeyReadBack,
  type PrivateKey,
} from '@certctl/plugin-api';
import type { Store } from '../store/store.js';
import { type ActiveKey, UNSEALED } from './active-key.js';
import {
  destroyKeys,
  insertKept,
  type NewRecord,
  promotePending,
  recordsAt,
  sealedRecord,
  sealedRecords,
  stepBack,
  vacate,
} from './kept-key-table.js';
import { openRecord, rewrapRecord, type SealedRecord, sealRecord } from './seal-record.js';

const ROTATION_ATTEMPTS = 5;

/** Work that is written together with an act on keys, or not at all: the row of the audit. */
type Alongside = () => Promise<void>;

/**
 * Keeps keys on disk, sealed. Opening and sealing happen outside of transactions, because the key-encryption
 * key may be a service; only `move` opens anything within one, when its caller has begun it.
 */
export class SealedKeyKeeper implements KeyKeeper {
  readonly #store: Store;
  readonly #active: ActiveKey;

  constructor(store: Store, active: ActiveKey) {
    this.#store = store;
    this.#active = active;
  }

  async keepPending(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey | undefined,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    const record = key ? await this.#seal(address, bundle, key) : unsealed(address, bundle);
    const { notAfter } = bundle.leaf;
    await this.#store.together(async (db) => {
      await confirm?.();
      if (key) await this.#active.confirm(db);
      await vacate(db, address, 'pending');
      await insertKept(db, record, { role: 'pending', origin: 'sent', deploymentId, notAfter });
    });
  }

  async keepCurrent(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    const record = await this.#seal(address, bundle, key);
    const { notAfter } = bundle.leaf;
    await this.#store.together(async (db) => {
      await confirm?.();
      await this.#active.confirm(db);
      await stepBack(db, address, record.fingerprint);
      await insertKept(db, record, { role: 'current', origin: 'found', deploymentId, notAfter });
    });
  }

  async find(address: string, fingerprint: string): Promise<KeyReadBack | undefined> {
    const record = await this.#store.read((db) => sealedRecord(db, { address, fingerprint }));
    return record && (await openRecord(await this.#active.ready(), record));
  }

  async list(address: string): Promise<readonly KeptRecord[]> {
    return await this.#store.read((db) => recordsAt(db, address));
  }

  async promote(address: string, deploymentId: string): Promise<void> {
    await this.#store.write((db) => promotePending(db, address, deploymentId));
  }

  async discardPending(address: string, deploymentId: string): Promise<void> {
    await this.#store.write((db) =>
      db
        .deleteFrom('kept_key')
        .where('address', '=', address)
        .where('role', '=', 'pending')
        .where('deployment_id', '=', deploymentId)
        .execute(),
    );
  }

  async move(from: string, to: string): Promise<void> {
    if (from === to) return;
    const records = await this.#store.read((db) => sealedRecords(db, from));
    const resealed = await Promise.all(
      records.map(async (record) => ({ id: record.id, record: await this.#resealed(record, to) })),
    );
    await this.#store.write(async (db) => {
      if (resealed.length > 0) await this.#active.confirm(db);
      const leaving = await db.selectFrom('kept_key').selectAll().where('address', '=', from).execute();
      for (const row of leaving) {
        const { id, role, origin, fingerprint, serial } = row;
        const record =
          row.sealed === null
            ? { id, address: to, fingerprint, serial, ...UNSEALED }
            : resealed.find((each) => each.id === id)?.record;
        // What was kept here meanwhile stays, and what was destroyed meanwhile is not brought back.
        if (!record) continue;
        await db.deleteFrom('kept_key').where('id', '=', id).execute();
        await vacate(db, to, role);
        const [deploymentId, notAfter] = [row.deployment_id, row.not_after];
        await insertKept(db, record, { role, origin, deploymentId, notAfter });
      }
    });
  }

  /** How many keys are kept, at all addresses. */
  async count(): Promise<number> {
    return (await this.#store.read((db) => sealedRecords(db))).length;
  }

  async destroy(which: KeySelector): Promise<readonly KeptAt[]> {
    return await this.#store.write((db) => destroyKeys(db, which));
  }

  async scrub(): Promise<void> {
    await this.#store.scrub();
  }

  /**
   * Wraps every data key by another key-encryption key, or by the newest version of the same one; all or none.
   * Other processes that still have the old one are refused from then on.
   * @returns how many keys are wrapped by it now
   */
  async rewrap(next: KeyEncryptionKey, alongside: Alongside = async () => {}): Promise<number> {
    const present = await this.#active.ready();
    for (let attempt = 1; attempt <= ROTATION_ATTEMPTS; attempt += 1) {
      const before = await this.#store.read((db) => sealedRecords(db));
      const after = await Promise.all(before.map((record) => rewrapRecord(present, next, record)));
      const check = await this.#active.checkFor(next);
      const done = await this.#store.together(async (db) => {
        await this.#active.confirm(db);
        const now = await sealedRecords(db);
        // What was kept meanwhile has not been wrapped yet.
        if (now.some(({ id }) => !after.some((record) => record.id === id))) return false;
        for (const { id, wrapped_by, wrapped_key } of after) {
          await db
            .updateTable('kept_key')
            .set({ wrapped_by, wrapped_key })
            .where('id', '=', id)
            .where('sealed', 'is not', null)
            .execute();
        }
        await this.#active.replace(db, check);
        await alongside();
        return true;
      });
      if (!done) continue;
      this.#active.use(next);
      await this.#store.scrub();
      return after.length;
    }
    throw new CertctlError('store_busy', 'keys were kept while the key-encryption key was changed', {
      remedy: 'Change it when no deploy is under way. Nothing was changed.',
    });
  }

  /**
   * Gives up every kept key, because the key-encryption key is lost: it is not needed for this. The one that is
   * given next seals what is kept from then on.
   */
  async abandon(alongside: Alongside = async () => {}): Promise<readonly KeptAt[]> {
    const abandoned = await this.#store.together(async (db) => {
      const destroyed = await destroyKeys(db, {});
      await this.#active.replace(db, undefined);
      await alongside();
      return destroyed;
    });
    this.#active.use(undefined);
    await this.#store.scrub();
    return abandoned;
  }

  async #seal(address: string, bundle: CertificateBundle, privateKey: PrivateKey): Promise<SealedRecord> {
    const { fingerprint, serial } = bundle.leaf;
    const chain = bundle.chain.map(({ der }) => der);
    const key = await this.#active.ready();
    return await sealRecord(key, { address, fingerprint, serial }, { privateKey, chain });
  }

  async #resealed(record: SealedRecord, address: string): Promise<SealedRecord> {
    const key = await this.#active.ready();
    const content = await openRecord(key, record);
    try {
      return await sealRecord(key, { ...record, address }, content);
    } finally {
      content.privateKey.destroy();
    }
  }
}

function unsealed(address: string, { leaf }: CertificateBundle): NewRecord {
  return { id: randomUUID(), address, fingerprint: leaf.fingerprint, serial: leaf.serial, ...UNSEALED };
}
