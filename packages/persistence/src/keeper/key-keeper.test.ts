import { type KeyKeeper, MemoryKeyKeeper } from '@certctl/engine';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES } from '../testing/databases.js';
import { type Issued, issueLeaves } from '../testing/leaves.js';

interface Case {
  readonly name: string;
  create(): Promise<{ keeper: KeyKeeper; remove(): Promise<void> }>;
}

/** One suite for the keeper in memory and for the sealed ones: the engine must not see a difference. */
const CASES: readonly Case[] = [
  {
    name: 'memory',
    create: async () => ({ keeper: new MemoryKeyKeeper(), remove: async () => undefined }),
  },
  ...DATABASES.map(({ name, create }) => ({
    name,
    create: async () => {
      const database = await create();
      const { keeper } = await database.open();
      return { keeper, remove: database.remove };
    },
  })),
];

let leaves: readonly Issued[];
beforeAll(async () => {
  leaves = await issueLeaves(3);
});

function leafAt(position: number): Issued {
  const leaf = leaves[position];
  if (!leaf) throw new Error(`there is no leaf ${position}`);
  return leaf;
}

describe.each(CASES)('the key keeper in $name', ({ create }) => {
  let keeper: KeyKeeper;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ keeper, remove } = await create());
  });
  afterEach(async () => await remove());

  async function deployed(position: number): Promise<Issued> {
    const issued = leafAt(position);
    await keeper.keepPending('here', issued, issued.privateKey(), `d${position}`);
    await keeper.promote('here', `d${position}`);
    return issued;
  }

  async function keyOf(issued: Issued, address = 'here'): Promise<Uint8Array | undefined> {
    return (await keeper.find(address, issued.leaf.fingerprint))?.privateKey.pkcs8();
  }

  async function kept(address = 'here'): Promise<string[]> {
    return (await keeper.list(address))
      .map(({ role, serial, deploymentId, origin }) => [role, serial, deploymentId, origin].join(' '))
      .sort();
  }

  it('keeps the current key and the one before, and destroys what is older', async () => {
    const [first, second] = [await deployed(0), await deployed(1), await deployed(2)];
    expect(await kept()).toEqual(['current 3 d2 sent', 'previous 2 d1 sent']);
    expect(await keyOf(first)).toBeUndefined();
    expect(await keyOf(second)).toEqual(second.privateKey().pkcs8());
  });

  it('keeps the chain with the key', async () => {
    const issued = await deployed(0);
    const found = await keeper.find('here', issued.leaf.fingerprint);
    expect(found?.chain).toEqual(issued.chain.map(({ der }) => der));
  });

  it('gives copies, so that a caller that destroys its own loses nothing', async () => {
    const issued = leafAt(0);
    const own = issued.privateKey();
    await keeper.keepPending('here', issued, own, 'd1');
    own.destroy();
    (await keeper.find('here', issued.leaf.fingerprint))?.privateKey.destroy();
    expect(await keyOf(issued)).toEqual(issued.privateKey().pkcs8());
  });

  it('gives what is pending, before it is proven', async () => {
    const issued = leafAt(0);
    await keeper.keepPending('here', issued, issued.privateKey(), 'd1');
    expect(await kept()).toEqual(['pending 1 d1 sent']);
    expect(await keyOf(issued)).toBeDefined();
  });

  it('does not lose the previous key when the same certificate is deployed again', async () => {
    const first = await deployed(0);
    await deployed(1);
    await deployed(1);
    expect(await kept()).toEqual(['current 2 d1 sent', 'previous 1 d0 sent']);
    expect(await keyOf(first)).toBeDefined();
  });

  it('has one pending record, the last one', async () => {
    for (const position of [0, 1]) {
      await keeper.keepPending('here', leafAt(position), leafAt(position).privateKey(), `d${position}`);
    }
    expect(await kept()).toEqual(['pending 2 d1 sent']);
  });

  it('promotes and discards what is pending of one deploy and of no other', async () => {
    const issued = leafAt(0);
    await keeper.keepPending('here', issued, issued.privateKey(), 'd1');
    await keeper.promote('here', 'd2');
    await keeper.discardPending('here', 'd2');
    await keeper.discardPending('there', 'd1');
    expect(await kept()).toEqual(['pending 1 d1 sent']);
    await keeper.discardPending('here', 'd1');
    expect(await kept()).toEqual([]);
    expect(await keyOf(issued)).toBeUndefined();
  });

  it('does not discard what was promoted', async () => {
    await deployed(0);
    await keeper.discardPending('here', 'd0');
    expect(await kept()).toEqual(['current 1 d0 sent']);
  });

  it('takes in what was there before us, and makes another current one the previous', async () => {
    const [found, other] = [leafAt(0), leafAt(1)];
    await keeper.keepCurrent('here', found, found.privateKey(), 'a1');
    expect(await kept()).toEqual(['current 1 a1 found']);
    await keeper.keepCurrent('here', other, other.privateKey(), 'a2');
    await keeper.keepCurrent('here', other, other.privateKey(), 'a3');
    expect(await kept()).toEqual(['current 2 a3 found', 'previous 1 a1 found']);
    expect(await keyOf(found)).toEqual(found.privateKey().pkcs8());
  });

  it('keeps what is pending while something is taken in', async () => {
    const [pending, found] = [leafAt(0), leafAt(1)];
    await keeper.keepPending('here', pending, pending.privateKey(), 'd1');
    await keeper.keepCurrent('here', found, found.privateKey(), 'a1');
    expect(await kept()).toEqual(['current 2 a1 found', 'pending 1 d1 sent']);
  });

  it('goes along when a fresh target is given its address, and opens there', async () => {
    const issued = await deployed(0);
    await deployed(1);
    await keeper.move('here', 'there');
    expect(await kept()).toEqual([]);
    expect(await kept('there')).toEqual(['current 2 d1 sent', 'previous 1 d0 sent']);
    expect(await keyOf(issued)).toBeUndefined();
    expect(await keyOf(issued, 'there')).toEqual(issued.privateKey().pkcs8());
  });

  it('moves over what has the same role there, and leaves the rest', async () => {
    await deployed(0);
    await keeper.move('here', 'there');
    await deployed(1);
    const pending = leafAt(2);
    await keeper.keepPending('there', pending, pending.privateKey(), 'd9');
    await keeper.move('here', 'there');
    await keeper.move('there', 'there');
    expect(await kept('there')).toEqual(['current 2 d1 sent', 'pending 3 d9 sent']);
  });

  it('keeps a record without a key where none is given, and promotes it as any other', async () => {
    const [first, second] = [await deployed(0), leafAt(1)];
    await keeper.keepPending('here', second, undefined, 'd1');
    expect(await keyOf(second)).toBeUndefined();
    await keeper.promote('here', 'd1');
    expect(await kept()).toEqual(['current 2 d1 sent', 'previous 1 d0 sent']);
    expect((await keeper.list('here')).map(({ holdsKey }) => holdsKey)).toEqual([false, true]);
    expect(await keyOf(first)).toBeDefined();
    await keeper.move('here', 'there');
    expect((await keeper.list('there')).map(({ holdsKey }) => holdsKey)).toEqual([false, true]);
  });

  it('destroys keys by address, leaf, role and expiry, those of all of it, and leaves their records', async () => {
    const [first, second] = [await deployed(0), await deployed(1)];
    await keeper.keepPending('there', first, first.privateKey(), 'd8');
    const { notAfter } = first.leaf;
    expect(await keeper.destroy({ address: 'here', role: 'previous', expiredAt: notAfter - 1 })).toEqual([]);
    expect(await keeper.destroy({ address: 'here', role: 'previous', expiredAt: notAfter })).toMatchObject([
      { address: 'here', role: 'previous', serial: '1', holdsKey: expect.any(Boolean), notAfter },
    ]);
    expect(await keyOf(first)).toBeUndefined();
    expect(await keyOf(first, 'there')).toBeDefined();
    expect(await keyOf(second)).toBeDefined();
    expect(await kept()).toEqual(['current 2 d1 sent', 'previous 1 d0 sent']);
    expect(await keeper.destroy({ fingerprint: first.leaf.fingerprint })).toMatchObject([
      { address: 'there' },
    ]);
    expect(await keyOf(first, 'there')).toBeUndefined();
    await keeper.scrub();
  });
});
