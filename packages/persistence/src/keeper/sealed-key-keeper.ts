import type { KeptRecord, KeptRole, KeyKeeper } from '@certctl/engine';
import { CertctlError, type CertificateBundle, type KeyReadBack, type PrivateKey } from '@certctl/plugin-api';
import type { Database } from '../store/schema.js';
import type { Store } from '../store/store.js';
import type { ActiveKey } from './active-key.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import { openRecord, rewrapRecord, type SealedRecord, sealRecord } from './seal-record.js';

const ROTATION_ATTEMPTS = 5;
const SEALED = ['id', 'address', 'fingerprint', 'serial', 'wrapped_by', 'wrapped_key', 'sealed'] as const;

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
    key: PrivateKey,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    const record = await this.#seal(address, bundle, key);
    await this.#store.write(async (db) => {
      await confirm?.();
      await this.#active.confirm(db);
      await vacate(db, address, 'pending');
      await insert(db, record, { role: 'pending', origin: 'sent', deploymentId });
      // On disk with the journal's next step, before the key is sent.
    }, 'log');
  }

  async keepCurrent(
    address: string,
    bundle: CertificateBundle,
    key: PrivateKey,
    deploymentId: string,
    confirm?: () => Promise<void>,
  ): Promise<void> {
    const record = await this.#seal(address, bundle, key);
    await this.#store.write(async (db) => {
      await confirm?.();
      await this.#active.confirm(db);
      await stepBack(db, address, record.fingerprint);
      await insert(db, record, { role: 'current', origin: 'found', deploymentId });
    });
  }

  async find(address: string, fingerprint: string): Promise<KeyReadBack | undefined> {
    const record = await this.#store.read((db) =>
      db
        .selectFrom('kept_key')
        .select(SEALED)
        .where('address', '=', address)
        .where('fingerprint', '=', fingerprint)
        // The same leaf may be current and pending again: what was proven comes first.
        .orderBy('role')
        .limit(1)
        .executeTakeFirst(),
    );
    return record && (await openRecord(this.#active.required(), record));
  }

  async list(address: string): Promise<readonly KeptRecord[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('kept_key')
        .select(['role', 'fingerprint', 'serial', 'deployment_id', 'origin'])
        .where('address', '=', address)
        .orderBy('role')
        .execute(),
    );
    return rows.map(({ deployment_id, ...row }) => ({ ...row, deploymentId: deployment_id }));
  }

  async promote(address: string, deploymentId: string): Promise<void> {
    await this.#store.write(async (db) => {
      const pending = await db
        .selectFrom('kept_key')
        .select(['id', 'fingerprint'])
        .where('address', '=', address)
        .where('role', '=', 'pending')
        .where('deployment_id', '=', deploymentId)
        .executeTakeFirst();
      if (!pending) return;
      await stepBack(db, address, pending.fingerprint);
      await db.updateTable('kept_key').set({ role: 'current' }).where('id', '=', pending.id).execute();
    });
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
    const records = await this.#store.read((db) =>
      db.selectFrom('kept_key').select(SEALED).where('address', '=', from).execute(),
    );
    if (records.length === 0) return;
    const moved = await Promise.all(
      records.map(async (record) => ({ id: record.id, record: await this.#resealed(record, to) })),
    );
    await this.#store.write(async (db) => {
      await this.#active.confirm(db);
      for (const { id, record } of moved) {
        const taken = await db
          .deleteFrom('kept_key')
          .where('id', '=', id)
          .returning(['role', 'origin', 'deployment_id'])
          .executeTakeFirst();
        if (!taken) continue;
        await vacate(db, to, taken.role);
        await insert(db, record, { ...taken, deploymentId: taken.deployment_id });
      }
    });
  }

  /**
   * Destroys the key of that leaf, whatever its role.
   * @returns whether it was kept.
   */
  async destroy(address: string, fingerprint: string): Promise<boolean> {
    const destroyed = await this.#store.write((db) =>
      db
        .deleteFrom('kept_key')
        .where('address', '=', address)
        .where('fingerprint', '=', fingerprint)
        .returning('id')
        .execute(),
    );
    await this.#store.scrub();
    return destroyed.length > 0;
  }

  /**
   * Wraps every data key by another key-encryption key, all or none. Other processes that still have the old
   * one are refused from then on.
   */
  async rewrap(next: KeyEncryptionKey): Promise<void> {
    const present = this.#active.required();
    if (next.id === present.id) return;
    for (let attempt = 1; attempt <= ROTATION_ATTEMPTS; attempt += 1) {
      const before = await this.#store.read((db) => db.selectFrom('kept_key').select(SEALED).execute());
      const after = await Promise.all(before.map((record) => rewrapRecord(present, next, record)));
      const check = await this.#active.checkFor(next);
      const done = await this.#store.write(async (db) => {
        await this.#active.confirm(db);
        const now = await db.selectFrom('kept_key').select('id').execute();
        // What was kept meanwhile has not been wrapped yet.
        if (now.some(({ id }) => !after.some((record) => record.id === id))) return false;
        for (const { id, wrapped_by, wrapped_key } of after) {
          await db.updateTable('kept_key').set({ wrapped_by, wrapped_key }).where('id', '=', id).execute();
        }
        await this.#active.replace(db, check);
        return true;
      });
      if (!done) continue;
      this.#active.use(next);
      await this.#store.scrub();
      return;
    }
    throw new CertctlError('store_busy', 'keys were kept while the key-encryption key was changed', {
      remedy: 'Change it when no deploy is under way. Nothing was changed.',
    });
  }

  async #seal(address: string, bundle: CertificateBundle, privateKey: PrivateKey): Promise<SealedRecord> {
    const { fingerprint, serial } = bundle.leaf;
    const chain = bundle.chain.map(({ der }) => der);
    return await sealRecord(this.#active.required(), { address, fingerprint, serial }, { privateKey, chain });
  }

  async #resealed(record: SealedRecord, address: string): Promise<SealedRecord> {
    const key = this.#active.required();
    const content = await openRecord(key, record);
    try {
      return await sealRecord(key, { ...record, address }, content);
    } finally {
      content.privateKey.destroy();
    }
  }
}

async function insert(
  db: Database,
  record: SealedRecord,
  { role, origin, deploymentId }: Pick<KeptRecord, 'role' | 'origin' | 'deploymentId'>,
): Promise<void> {
  await db
    .insertInto('kept_key')
    .values({ ...record, role, origin, deployment_id: deploymentId })
    .execute();
}

async function vacate(db: Database, address: string, role: KeptRole): Promise<void> {
  await db.deleteFrom('kept_key').where('address', '=', address).where('role', '=', role).execute();
}

/** Makes room for a current record: another leaf becomes the previous one, the same leaf is replaced. */
async function stepBack(db: Database, address: string, fingerprint: string): Promise<void> {
  const current = await db
    .selectFrom('kept_key')
    .select(['id', 'fingerprint'])
    .where('address', '=', address)
    .where('role', '=', 'current')
    .executeTakeFirst();
  if (!current) return;
  if (current.fingerprint === fingerprint) {
    await vacate(db, address, 'current');
    return;
  }
  await vacate(db, address, 'previous');
  await db.updateTable('kept_key').set({ role: 'previous' }).where('id', '=', current.id).execute();
}
