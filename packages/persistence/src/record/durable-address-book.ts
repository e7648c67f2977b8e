import type { AddressBook } from '@certctl/engine';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

const referenceOf = statement<{ targetId: string }>()((db, value) =>
  db.selectFrom('target_reference').select('reference').where('target_id', '=', value('targetId')),
);

const committed = statement<{ targetId: string; address: string }>()((db, value) =>
  db
    .selectFrom('committed_address')
    .select('address')
    .where('target_id', '=', value('targetId'))
    .where('address', '=', value('address')),
);

const refer = statement<{ targetId: string; reference: string }>()((db, value) =>
  db
    .insertInto('target_reference')
    .values({ target_id: value('targetId'), reference: value('reference') })
    .onConflict((conflict) => conflict.column('target_id').doUpdateSet({ reference: value('reference') })),
);

const commit = statement<{ targetId: string; address: string }>()((db, value) =>
  db
    .insertInto('committed_address')
    .values({ target_id: value('targetId'), address: value('address') })
    .onConflict((conflict) => conflict.doNothing()),
);

export class DurableAddressBook implements AddressBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async referenceOf(targetId: string): Promise<string | undefined> {
    const row = await this.#store.read((db) => referenceOf.first(db, { targetId }));
    return row?.reference;
  }

  async committed(targetId: string, address: string): Promise<boolean> {
    const row = await this.#store.read((db) => committed.first(db, { targetId, address }));
    return row !== undefined;
  }

  async record(entry: { targetId: string; address: string; reference: string | undefined }): Promise<void> {
    const { targetId, address, reference } = entry;
    await this.#store.write(async (db) => {
      if (reference !== undefined) await refer.all(db, { targetId, reference });
      await commit.all(db, { targetId, address });
    });
  }
}
