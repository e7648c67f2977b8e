import type { CompromisedLeaf, CompromisedLeaves } from '@certctl/engine';
import { statement } from '../store/statement.js';
import type { Store } from '../store/store.js';

const find = statement<{ fingerprint: string; publicKey: string }>()((db, value) =>
  db
    .selectFrom('compromised_leaf')
    .selectAll()
    .where((where) =>
      where.or([
        where('fingerprint', '=', value('fingerprint')),
        where('public_key', '=', value('publicKey')),
      ]),
    )
    .orderBy('since')
    .limit(1),
);

export class DurableCompromisedLeaves implements CompromisedLeaves {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async find({
    fingerprint,
    publicKey,
  }: {
    readonly fingerprint: string;
    readonly publicKey: string;
  }): Promise<CompromisedLeaf | undefined> {
    const row = await this.#store.read((db) => find.first(db, { fingerprint, publicKey }));
    if (!row) return undefined;
    const { public_key, ...mark } = row;
    return { ...mark, ...(public_key === null ? {} : { publicKey: public_key }) };
  }

  async mark({ fingerprint, publicKey, since, actor }: CompromisedLeaf): Promise<void> {
    await this.#store.write((db) =>
      db
        .insertInto('compromised_leaf')
        .values({ fingerprint, public_key: publicKey ?? null, since, actor })
        .onConflict((conflict) =>
          conflict.column('fingerprint').doUpdateSet((present) => ({
            public_key: present.fn.coalesce('compromised_leaf.public_key', 'excluded.public_key'),
          })),
        )
        .execute(),
    );
  }
}
