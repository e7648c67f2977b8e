import type { AddressBook } from '@certctl/engine';
import type { Store } from '../store/store.js';

export class DurableAddressBook implements AddressBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async referenceOf(targetId: string): Promise<string | undefined> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('target_reference')
        .select('reference')
        .where('target_id', '=', targetId)
        .executeTakeFirst(),
    );
    return row?.reference;
  }

  async committed(targetId: string, address: string): Promise<boolean> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('committed_address')
        .select('address')
        .where('target_id', '=', targetId)
        .where('address', '=', address)
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  async record(entry: { targetId: string; address: string; reference: string | undefined }): Promise<void> {
    const { targetId, address, reference } = entry;
    await this.#store.write(async (db) => {
      if (reference !== undefined) {
        await db
          .insertInto('target_reference')
          .values({ target_id: targetId, reference })
          .onConflict((conflict) => conflict.column('target_id').doUpdateSet({ reference }))
          .execute();
      }
      await db
        .insertInto('committed_address')
        .values({ target_id: targetId, address })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }
}
