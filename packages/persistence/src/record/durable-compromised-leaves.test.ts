import { type CompromisedLeaves, MemoryCompromisedLeaves } from '@certctl/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASES } from '../testing/databases.js';

const CASES = [
  {
    name: 'memory',
    create: async () => ({ marks: new MemoryCompromisedLeaves(), remove: async () => undefined }),
  },
  ...DATABASES.map(({ name, create }) => ({
    name,
    create: async () => {
      const database = await create();
      const { compromised } = await database.open();
      return { marks: compromised, remove: database.remove };
    },
  })),
];

describe.each(CASES)('compromised leaves in $name', ({ create }) => {
  let marks: CompromisedLeaves;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ marks, remove } = await create());
  });
  afterEach(async () => await remove());

  it('are found by their fingerprint, and others by the key that they share', async () => {
    const mark = { fingerprint: 'aa', publicKey: 'k1', since: 7, actor: 'alice' };
    await marks.mark(mark);
    expect(await marks.find({ fingerprint: 'aa', publicKey: 'other' })).toEqual(mark);
    expect(await marks.find({ fingerprint: 'bb', publicKey: 'k1' })).toEqual(mark);
    expect(await marks.find({ fingerprint: 'bb', publicKey: 'k2' })).toBeUndefined();
  });

  it('keep their first mark, and learn their key', async () => {
    await marks.mark({ fingerprint: 'aa', since: 7, actor: 'alice' });
    expect(await marks.find({ fingerprint: 'bb', publicKey: 'k1' })).toBeUndefined();
    await marks.mark({ fingerprint: 'aa', publicKey: 'k1', since: 9, actor: 'bob' });
    expect(await marks.find({ fingerprint: 'bb', publicKey: 'k1' })).toEqual({
      fingerprint: 'aa',
      publicKey: 'k1',
      since: 7,
      actor: 'alice',
    });
  });
});
