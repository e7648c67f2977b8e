import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPersistence, type Persistence } from '../open-persistence.js';
import { openSqlite } from '../store/sqlite/open-sqlite.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';
import { tracesOf } from '../testing/traces.js';
import { localKeyFrom } from './local-key-encryption-key.js';

let leaves: readonly Issued[];
beforeAll(async () => {
  leaves = await issueLeaves(4);
});

describe('the files of the store', () => {
  let parent: string;
  let folder: string;
  let store: Persistence;
  const [first, second] = [randomBytes(32), randomBytes(32)];
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'certctl-unsealed-'));
    folder = join(parent, 'data');
    store = await openPersistence({ folder, clock: { now: Date.now }, keyEncryptionKey: keyOf(first) });
  });
  afterEach(async () => {
    await store.close();
    await rm(parent, { recursive: true });
  });

  const keyOf = (bytes: Buffer) => localKeyFrom(bytes.toString('base64'), 'the test');

  async function deployAll(): Promise<void> {
    for (const [position, leaf] of leaves.entries()) {
      await store.keeper.keepPending('here', leaf, leaf.privateKey(), `d${position}`);
      await store.keeper.promote('here', `d${position}`);
      await store.keeper.find('here', leaf.leaf.fingerprint);
    }
  }

  it('have no piece of any key, kept or destroyed, nor of the key-encryption keys', async () => {
    await deployAll();
    const [leaf] = leaves;
    if (!leaf) throw new Error('there is no leaf');
    await store.keeper.keepCurrent('there', leaf, leaf.privateKey(), 'a1');
    await store.keeper.move('here', 'moved');
    await store.keeper.rewrap(keyOf(second));
    await expect(store.keeper.find('moved', 'nothing')).resolves.toBeUndefined();
    const secrets = [...leaves.map((issued) => issued.privateKey().pkcs8()), first, second];
    for (const secret of secrets) expect(await tracesOf(secret, folder)).toEqual([]);
    await store.close();
    for (const secret of secrets) expect(await tracesOf(secret, folder)).toEqual([]);
  });

  it('would be seen to have one', async () => {
    const [leaf] = leaves;
    if (!leaf) throw new Error('there is no leaf');
    const key = leaf.privateKey();
    const bytes = Buffer.from(key.pkcs8());
    await writeFile(join(folder, 'pem'), key.pem());
    await writeFile(join(folder, 'der'), Buffer.concat([randomBytes(7), bytes]));
    await writeFile(
      join(folder, 'json'),
      JSON.stringify({ a: Buffer.concat([randomBytes(4), bytes]).toString('base64') }),
    );
    await writeFile(join(folder, 'hex'), bytes.toString('hex'));
    expect(await tracesOf(bytes, folder)).toEqual(['der', 'hex', 'json', 'pem']);
  });

  it('lose even the sealed form of a key that is destroyed', async () => {
    await deployAll();
    const [issued] = leaves.slice(-1);
    if (!issued) throw new Error('there is no leaf');
    const backend = await openSqlite({ folder });
    const { sealed } = await backend.db
      .selectFrom('kept_key')
      .select('sealed')
      .where('role', '=', 'current')
      .executeTakeFirstOrThrow();
    await backend.close();
    const bytes = Buffer.from(sealed ?? '', 'base64');
    expect(bytes.length).toBeGreaterThan(32);
    expect(await tracesOf(bytes, folder)).not.toEqual([]);
    await store.keeper.destroy({ address: 'here', fingerprint: issued.leaf.fingerprint });
    await store.keeper.scrub();
    expect(await tracesOf(bytes, folder)).toEqual([]);
  });
});
