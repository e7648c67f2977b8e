import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { statement } from './statement.js';
import type { Backend } from './store.js';

describe.each(DATABASES)('a statement on $name', ({ create }) => {
  let database: TestDatabase;
  let backend: Backend;
  beforeEach(async () => {
    database = await create();
    backend = await database.backend();
  });
  afterEach(async () => await database.remove());

  const put = statement<{ id: string; text: string }>()((db, value) =>
    db.insertInto('hold').values({ target_id: value('id'), hold: value('text') }),
  );
  const find = statement<{ id: string; most: number }>()((db, value) =>
    db
      .selectFrom('hold')
      .select(['target_id', 'hold'])
      .where('target_id', '>=', value('id'))
      .where('hold', '!=', 'left out')
      .orderBy('target_id')
      .limit(value('most')),
  );

  it('takes the values of each run, in a transaction and outside', async () => {
    await put.all(backend.db, { id: 'a', text: '1' });
    await backend.transaction(async (db) => {
      await put.all(db, { id: 'b', text: 'left out' });
      await put.all(db, { id: 'c', text: '3' });
      expect(await find.all(db, { id: 'a', most: 9 })).toHaveLength(2);
    }, 'disk');
    expect(await find.all(backend.db, { id: 'b', most: 9 })).toEqual([{ target_id: 'c', hold: '3' }]);
    expect(await find.first(backend.db, { id: 'a', most: 1 })).toEqual({ target_id: 'a', hold: '1' });
    expect(await find.first(backend.db, { id: 'd', most: 1 })).toBeUndefined();
  });

  it('is made once', async () => {
    let made = 0;
    const counted = statement<{ id: string }>()((db, value) => {
      made += 1;
      return db.selectFrom('hold').select('hold').where('target_id', '=', value('id'));
    });
    await counted.all(backend.db, { id: 'a' });
    await backend.transaction((db) => counted.all(db, { id: 'b' }), 'log');
    expect(made).toBe(1);
  });

  it('of nobody waits until a transaction has ended, and sees nothing of it before', async () => {
    let end = (): void => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const writing = backend.transaction(async (db) => {
      await put.all(db, { id: 'a', text: '1' });
      await held;
      throw new Error('undone');
    }, 'disk');
    const reading = find.all(backend.db, { id: 'a', most: 9 });
    end();
    await expect(writing).rejects.toThrow('undone');
    expect(await reading).toEqual([]);
  });
});
