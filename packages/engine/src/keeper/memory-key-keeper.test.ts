import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type CertificateBundle, type CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryKeyKeeper } from './memory-key-keeper.js';

let leaves: CertificateFacts[];
beforeAll(async () => {
  const authority = await issueAuthority();
  leaves = await Promise.all(
    [1, 2, 3].map(
      async (serial) => (await issueLeaf(authority, { names: ['a.example'], serial: `0${serial}` })).facts,
    ),
  );
});

const bundleOf = (leaf: CertificateFacts): CertificateBundle => ({ leaf, chain: [] });
const keyOf = (value: number): PrivateKey => new PrivateKey(Uint8Array.of(value, value));

async function deployed(keeper: MemoryKeyKeeper, position: number): Promise<CertificateFacts> {
  const leaf = leaves[position];
  if (!leaf) throw new Error(`there is no leaf ${position}`);
  await keeper.keepPending('here', bundleOf(leaf), keyOf(position + 1), `d${position}`);
  await keeper.promote('here', `d${position}`);
  return leaf;
}

describe('the key keeper', () => {
  it('keeps the current key and the one before, and destroys what is older', async () => {
    const keeper = new MemoryKeyKeeper();
    const [first, second, third] = [
      await deployed(keeper, 0),
      await deployed(keeper, 1),
      await deployed(keeper, 2),
    ];
    expect((await keeper.list('here')).map(({ role, serial }) => [role, serial]).sort()).toEqual([
      ['current', third.serial],
      ['previous', second.serial],
    ]);
    expect(await keeper.find('here', first.fingerprint)).toBeUndefined();
    expect((await keeper.find('here', second.fingerprint))?.privateKey.pkcs8()).toEqual(Uint8Array.of(2, 2));
  });

  it('gives copies, so that a caller that destroys its own loses nothing', async () => {
    const keeper = new MemoryKeyKeeper();
    const leaf = await deployed(keeper, 0);
    (await keeper.find('here', leaf.fingerprint))?.privateKey.destroy();
    expect((await keeper.find('here', leaf.fingerprint))?.privateKey.pkcs8()).toEqual(Uint8Array.of(1, 1));
  });

  it('does not lose the previous key when the same certificate is deployed again', async () => {
    const keeper = new MemoryKeyKeeper();
    const first = await deployed(keeper, 0);
    await deployed(keeper, 1);
    await deployed(keeper, 1);
    expect(await keeper.find('here', first.fingerprint)).toBeDefined();
  });

  it('discards what is pending of one deploy and of no other', async () => {
    const keeper = new MemoryKeyKeeper();
    const [leaf] = leaves;
    if (!leaf) throw new Error('there is no leaf');
    await keeper.keepPending('here', bundleOf(leaf), keyOf(1), 'd1');
    await keeper.discardPending('here', 'd2');
    expect(await keeper.find('here', leaf.fingerprint)).toBeDefined();
    await keeper.discardPending('here', 'd1');
    expect(await keeper.find('here', leaf.fingerprint)).toBeUndefined();
  });

  it('keeps the chain with the key, for a service that does not show it', async () => {
    const keeper = new MemoryKeyKeeper();
    const [leaf, above] = leaves;
    if (!leaf || !above) throw new Error('there is no leaf');
    await keeper.keepPending('here', { leaf, chain: [above] }, keyOf(1), 'd1');
    await keeper.promote('here', 'd1');
    expect((await keeper.find('here', leaf.fingerprint))?.chain).toEqual([above.der]);
  });

  it('takes in a key of what was there before, says so, and keeps it as the previous one', async () => {
    const keeper = new MemoryKeyKeeper();
    const [found, next] = leaves;
    if (!found || !next) throw new Error('there is no leaf');
    await keeper.keepCurrent('here', bundleOf(found), keyOf(9), 'a1');
    expect(await keeper.list('here')).toEqual([
      expect.objectContaining({ role: 'current', origin: 'found', fingerprint: found.fingerprint }),
    ]);
    await deployed(keeper, 1);
    expect((await keeper.list('here')).map(({ role, origin }) => [role, origin]).sort()).toEqual([
      ['current', 'sent'],
      ['previous', 'found'],
    ]);
    expect((await keeper.find('here', found.fingerprint))?.privateKey.pkcs8()).toEqual(Uint8Array.of(9, 9));
  });

  it('goes along when a fresh target is given its address', async () => {
    const keeper = new MemoryKeyKeeper();
    const leaf = await deployed(keeper, 0);
    await keeper.move('here', 'there');
    expect(await keeper.find('here', leaf.fingerprint)).toBeUndefined();
    expect(await keeper.find('there', leaf.fingerprint)).toBeDefined();
  });
});
