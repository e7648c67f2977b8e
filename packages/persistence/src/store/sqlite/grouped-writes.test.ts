import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../schema.js';
import type { Backend } from '../store.js';
import { openSqlite } from './open-sqlite.js';

let parent: string;
let backend: Backend;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certctl-grouped-'));
  backend = await openSqlite({ folder: join(parent, 'data') });
});

afterEach(async () => {
  await backend.close();
  await rm(parent, { recursive: true });
});

const put = (name: string) => async (db: Database) => {
  await db.insertInto('setting').values({ name, value: '' }).execute();
};

const names = async (db: Database = backend.db) =>
  (await db.selectFrom('setting').select('name').where('value', '=', '').orderBy('name').execute()).map(
    ({ name }) => name,
  );

const synchronous = async (db: Database): Promise<unknown> =>
  (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;

describe('writes of one connection', () => {
  it('that wait for each other are one transaction, and none has ended before it', async () => {
    const ended: string[] = [];
    const first = backend.transaction(put('a'), 'disk').then(() => ended.push('a'));
    const seen = backend.transaction(async (db) => ({ names: await names(db), ended: [...ended] }), 'disk');
    expect(await seen).toEqual({ names: ['a'], ended: [] });
    await first;
    expect(ended).toEqual(['a']);
  });

  it('leave nothing of one that fails, and everything of the others', async () => {
    const failing = backend.transaction(async (db) => {
      await put('b')(db);
      throw new Error('no');
    }, 'disk');
    const all = await Promise.allSettled([
      backend.transaction(put('a'), 'disk'),
      failing,
      backend.transaction(put('c'), 'disk'),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names()).toEqual(['a', 'c']);
  });

  it('all fail, and nothing is written, when the transaction cannot be committed', async () => {
    const unfit = async (db: Database) => {
      // What refers to nothing is found at the end only.
      await sql`pragma defer_foreign_keys=on`.execute(db);
      await db.insertInto('journal_address').values({ address: 'x', entry_id: 'none' }).execute();
    };
    const all = await Promise.allSettled([
      backend.transaction(put('a'), 'disk'),
      backend.transaction(unfit, 'disk'),
      backend.transaction(put('c'), 'log'),
    ]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await names()).toEqual([]);
    await backend.transaction(put('d'), 'disk');
    expect(await names()).toEqual(['d']);
  });

  it('go to disk when one of them must, and else with the next that does', async () => {
    expect(await backend.transaction(synchronous, 'disk')).toBe(2);
    expect(await backend.transaction(synchronous, 'log')).toBe(1);
    expect(
      await Promise.all([backend.transaction(synchronous, 'log'), backend.transaction(synchronous, 'disk')]),
    ).toEqual([2, 2]);
  });

  it('are not joined by one that must go to disk where the others need not', async () => {
    let late: Promise<unknown> | undefined;
    const first = await backend.transaction(async (db) => {
      late = backend.transaction(synchronous, 'disk');
      return synchronous(db);
    }, 'log');
    expect([first, await late]).toEqual([1, 2]);
  });

  it('run in the context of who asked for them', async () => {
    const who = new AsyncLocalStorage<string>();
    const asked = ['a', 'b', 'c'].map((name) =>
      who.run(name, () => backend.transaction(async () => who.getStore(), 'disk')),
    );
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c']);
  });

  it('come to an end however many there are', async () => {
    const many = Array.from({ length: 300 }, (_, at) =>
      backend.transaction(put(`n${at}`), at % 3 ? 'log' : 'disk'),
    );
    await Promise.all(many);
    expect(await names()).toHaveLength(300);
  });
});
