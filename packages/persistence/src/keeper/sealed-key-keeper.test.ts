import { CertctlError, type KeyEncryptionKey } from '@certctl/plugin-api';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Persistence } from '../open-persistence.js';
import type { Database } from '../store/schema.js';
import { DATABASES, type TestDatabase } from '../testing/databases.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';
import { testKey } from '../testing/test-key.js';

let issued: Issued;
let other: Issued;
beforeAll(async () => {
  const [first, second] = await issueLeaves(2);
  if (!first || !second) throw new Error('there are no leaves');
  [issued, other] = [first, second];
});

const wrong = expect.objectContaining({ code: 'key_encryption_key_wrong' });

describe.each(DATABASES)('keys that are sealed on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Persistence;
  let tables: Database;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
    await store.keeper.keepPending('here', issued, issued.privateKey(), 'd1');
    tables = (await database.backend()).db;
  });
  afterEach(async () => await database.remove());

  const found = async (from = store, address = 'here') =>
    (await from.keeper.find(address, issued.leaf.fingerprint))?.privateKey.pkcs8();

  it('open in another process with the same key-encryption key', async () => {
    await store.close();
    expect(await found(await database.open())).toEqual(issued.privateKey().pkcs8());
  });

  it('are refused to another key-encryption key when the store is opened, and say what is still possible', async () => {
    const refused = database.open({ keyEncryptionKey: testKey(2) });
    await expect(refused).rejects.toMatchObject({
      code: 'key_encryption_key_wrong',
      message: expect.stringContaining(`${testKey(1).id}, and ${testKey(2).id} was given`),
      remedy: expect.stringContaining('deploys and the records of what was done still work'),
    });
  });

  it('leave the rest of the store open to who has no key-encryption key', async () => {
    const without = await database.open({ keyEncryptionKey: undefined });
    expect(await without.keeper.list('here')).toHaveLength(1);
    expect(await without.journal.countOpen()).toBe(0);
    await expect(found(without)).rejects.toEqual(wrong);
    await expect(without.keeper.keepPending('a', issued, issued.privateKey(), 'd2')).rejects.toEqual(wrong);
    await without.keeper.promote('here', 'd1');
    expect(await found()).toEqual(issued.privateKey().pkcs8());
  });

  it('can be abandoned, and then another key-encryption key is taken', async () => {
    const next = await database.open({ keyEncryptionKey: testKey(2), abandonKeptKeys: true });
    expect(await next.keeper.list('here')).toMatchObject([{ deploymentId: 'd1', holdsKey: false }]);
    await next.keeper.keepPending('here', other, other.privateKey(), 'd2');
    await expect(store.keeper.keepPending('here', issued, issued.privateKey(), 'd3')).rejects.toEqual(wrong);
    expect(await next.keeper.list('here')).toMatchObject([{ deploymentId: 'd2' }]);
  });

  it('do not hold to a key-encryption key under which nothing is kept', async () => {
    await store.keeper.discardPending('here', 'd1');
    const next = await database.open({ keyEncryptionKey: testKey(2) });
    await next.keeper.keepPending('here', issued, issued.privateKey(), 'd2');
    expect(await found(next)).toBeDefined();
  });

  it('are refused to a key that only has the right name', async () => {
    const impostor: KeyEncryptionKey = {
      id: testKey(1).id,
      wrap: (dataKey, context) => testKey(2).wrap(dataKey, context),
      unwrap: (wrapped, context) => testKey(2).unwrap(wrapped, context),
    };
    await expect(database.open({ keyEncryptionKey: impostor })).rejects.toEqual(wrong);
  });

  it.each(['address', 'fingerprint', 'serial'] as const)('do not open under another %s', async (column) => {
    await tables
      .updateTable('kept_key')
      .set({ [column]: 'there' })
      .execute();
    const looked = store.keeper.find(
      column === 'address' ? 'there' : 'here',
      column === 'fingerprint' ? 'there' : issued.leaf.fingerprint,
    );
    await expect(looked).rejects.toEqual(wrong);
  });

  it('do not open as another record, whole or in part', async () => {
    await store.keeper.keepPending('there', other, other.privateKey(), 'd2');
    const { sealed, wrapped_key } = await tables
      .selectFrom('kept_key')
      .selectAll()
      .where('address', '=', 'there')
      .executeTakeFirstOrThrow();
    const here = tables.updateTable('kept_key').where('address', '=', 'here');
    await here.set({ sealed }).execute();
    await expect(found()).rejects.toMatchObject({ code: 'store_corrupt' });
    await here.set({ sealed, wrapped_key }).execute();
    await expect(found()).rejects.toEqual(wrong);
  });

  it('do not open as another record under a key service that knows of no context', async () => {
    const plain: KeyEncryptionKey = {
      id: 'service',
      wrap: (dataKey) => testKey(3).wrap(dataKey, {}),
      unwrap: (wrapped) => testKey(3).unwrap(wrapped, {}),
    };
    await store.keeper.rewrap(plain);
    await store.keeper.keepPending('there', other, other.privateKey(), 'd2');
    const { sealed, wrapped_key } = await tables
      .selectFrom('kept_key')
      .selectAll()
      .where('address', '=', 'there')
      .executeTakeFirstOrThrow();
    expect(await found()).toEqual(issued.privateKey().pkcs8());
    await tables.updateTable('kept_key').set({ sealed, wrapped_key }).where('address', '=', 'here').execute();
    await expect(found()).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('are found changed by one bit', async () => {
    const { sealed } = await tables.selectFrom('kept_key').select('sealed').executeTakeFirstOrThrow();
    const bytes = Buffer.from(sealed ?? '', 'base64');
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    await tables
      .updateTable('kept_key')
      .set({ sealed: bytes.toString('base64') })
      .execute();
    const error = await found().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CertctlError);
    expect(error).toMatchObject({ code: 'store_corrupt' });
  });

  it('have a data key and a nonce of their own at each sealing', async () => {
    const rows = () => tables.selectFrom('kept_key').select(['sealed', 'wrapped_key', 'id']).execute();
    const before = await rows();
    await store.keeper.keepPending('here', issued, issued.privateKey(), 'd2');
    const [one, two] = [...before, ...(await rows())];
    expect(two?.id).not.toBe(one?.id);
    expect(two?.wrapped_key).not.toBe(one?.wrapped_key);
    expect(two?.sealed?.slice(0, 16)).not.toBe(one?.sealed?.slice(0, 16));
  });

  it('are wrapped anew when the key-encryption key changes, and the old one opens nothing', async () => {
    const failed = (sent: Promise<unknown>) =>
      sent.then(
        () => 'it was not refused',
        (error) => error,
      );
    const behind = await database.open();
    await store.keeper.rewrap(testKey(2));
    expect(await found()).toEqual(issued.privateKey().pkcs8());
    expect(await failed(found(behind))).toEqual(wrong);
    expect(await failed(behind.keeper.keepPending('a', issued, issued.privateKey(), 'd2'))).toEqual(wrong);
    expect(await failed(database.open())).toEqual(wrong);
    expect(await found(await database.open({ keyEncryptionKey: testKey(2) }))).toBeDefined();
    await store.keeper.keepPending('there', other, other.privateKey(), 'd3');
  });

  it('are wrapped anew with what was kept meanwhile, or nothing is', async () => {
    const second = await database.open();
    let kept = 0;
    const slow: KeyEncryptionKey = {
      ...testKey(2),
      id: testKey(2).id,
      unwrap: (wrapped, context) => testKey(2).unwrap(wrapped, context),
      wrap: async (dataKey, context) => {
        if (kept < 2) {
          kept += 1;
          await second.keeper.keepPending(`a${kept}`, other, other.privateKey(), 'd2');
        }
        return await testKey(2).wrap(dataKey, context);
      },
    };
    await store.keeper.rewrap(slow);
    const rows = await tables.selectFrom('kept_key').select('wrapped_by').execute();
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.wrapped_by))).toEqual(new Set([testKey(2).id]));
  });

  it('are destroyed on demand, that leaf and no other', async () => {
    await store.keeper.promote('here', 'd1');
    await store.keeper.keepPending('here', other, other.privateKey(), 'd2');
    const which = { address: 'here', fingerprint: issued.leaf.fingerprint };
    expect(await store.keeper.destroy({ ...which, address: 'there' })).toEqual([]);
    expect(await store.keeper.destroy(which)).toMatchObject([
      { ...which, role: 'current', deploymentId: 'd1' },
    ]);
    expect(await store.keeper.destroy(which)).toEqual([]);
    expect(await found()).toBeUndefined();
    expect(await store.keeper.list('here')).toMatchObject([
      { role: 'current', holdsKey: false },
      { role: 'pending', deploymentId: 'd2', holdsKey: true },
    ]);
  });

  it('need no key-encryption key to be given up, when it is lost, and then another one is taken', async () => {
    const lost = await database.open({
      keyEncryptionKey: () => Promise.reject(new CertctlError('key_encryption_key_unusable', 'gone')),
    });
    await expect(found(lost)).rejects.toMatchObject({ code: 'key_encryption_key_unusable' });
    let recorded = 0;
    const abandoned = await lost.keeper.abandon(async () => {
      recorded += 1;
    });
    expect([abandoned.length, recorded]).toEqual([1, 1]);
    const next = await database.open({ keyEncryptionKey: testKey(2) });
    await next.keeper.keepPending('here', other, other.privateKey(), 'd2');
    expect(await next.keeper.list('here')).toMatchObject([{ deploymentId: 'd2', holdsKey: true }]);
  });

  it('are wrapped anew with the row of the audit, or neither is', async () => {
    const fails = store.keeper.rewrap(testKey(2), () => Promise.reject(new Error('no room')));
    await expect(fails).rejects.toThrow('no room');
    expect(await found()).toEqual(issued.privateKey().pkcs8());
    expect(await found(await database.open())).toBeDefined();
  });

  it('ask for a key-encryption key that is given by a function when they need it, once', async () => {
    let asked = 0;
    const give = async () => {
      asked += 1;
      return testKey(1);
    };
    const lazy = await database.open({ keyEncryptionKey: give });
    await lazy.keeper.keepPending('there', other, undefined, 'd2');
    await lazy.keeper.promote('there', 'd2');
    expect(await lazy.keeper.find('there', other.leaf.fingerprint)).toBeUndefined();
    await lazy.keeper.destroy({ address: 'nowhere' });
    expect(asked).toBe(0);
    expect(await Promise.all([found(lazy), found(lazy)])).toHaveLength(2);
    await lazy.keeper.keepPending('there', other, other.privateKey(), 'd3');
    expect(asked).toBe(1);
  });

  it('are opened when a service that was down is there again', async () => {
    let down = true;
    const answer = <T>(given: Promise<T>): Promise<T> =>
      down ? Promise.reject(new CertctlError('key_encryption_key_unreachable', 'no answer')) : given;
    const service: KeyEncryptionKey = {
      id: testKey(1).id,
      wrap: (dataKey, context) => answer(testKey(1).wrap(dataKey, context)),
      unwrap: (wrapped, context) => answer(testKey(1).unwrap(wrapped, context)),
    };
    const opening = database.open({ keyEncryptionKey: service });
    expect(await opening.catch((error: unknown) => error)).not.toBeInstanceOf(Error);
    const patient = await opening;
    expect(await patient.keeper.list('here')).toHaveLength(1);
    await expect(found(patient)).rejects.toMatchObject({ code: 'key_encryption_key_unreachable' });
    down = false;
    expect(await found(patient)).toEqual(issued.privateKey().pkcs8());
  });
});
