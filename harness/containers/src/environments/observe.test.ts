import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { startFakeAcm, startFakeVault } from '@certctl/emulators';
import { describe, expect, it } from 'vitest';
import { ControlDoor } from './control-door.js';
import { observeFakeAcm } from './observe-fake-acm.js';
import { observeFakeVault } from './observe-fake-vault.js';

const OPTIONS = { names: ['www.example.com'] };

async function material() {
  const authority = await issueAuthority({ parent: await issueAuthority() });
  const [leaf, other] = [await issueLeaf(authority, OPTIONS), await issueLeaf(authority, OPTIONS)];
  const seed = { certificate: leaf.certificatePem, chain: leaf.chainPem, tags: { env: 'test' } };
  const held = { leaf: Buffer.from(leaf.facts.der), tags: { env: 'test' }, enabled: true };
  return { seed, held, right: leaf.privateKeyPem, wrong: other.privateKeyPem, authority };
}

describe('what our doubles hold, as it is seen from outside of their process', () => {
  it('is of fake-acm the leaf, the chain, the tags, and whether the key belongs', async () => {
    const acm = await startFakeAcm();
    try {
      const { seed, held, right, wrong, authority } = await material();
      const arns = [acm.seed({ ...seed, privateKey: right }), acm.seed({ ...seed, privateKey: wrong })];
      const places = await observeFakeAcm(new ControlDoor(acm.url));
      const revision = String(acm.state.certificate(arns[0] ?? '')?.importedAt);
      const chain = [Buffer.from(authority.facts.der)];
      expect(places).toMatchObject([
        { reference: arns[0], state: 'held', revisions: [{ ...held, chain, keyBelongs: true, revision }] },
        { reference: arns[1], state: 'held', revisions: [{ ...held, chain, keyBelongs: false }] },
      ]);
    } finally {
      await acm.close();
    }
  });

  it('is of fake-vault every version in the order in which they were made', async () => {
    const vault = await startFakeVault({ principals: [{ token: 'any' }] });
    try {
      const { seed, held, right, wrong, authority } = await material();
      const versions = [];
      for (const privateKey of [right, wrong, right]) {
        versions.push(vault.seed({ ...seed, privateKey, name: 'web' }).version);
      }
      const door = new ControlDoor(vault.url);
      const chain = [Buffer.from(authority.facts.der)];
      const belongs = [true, false, true];
      expect(await observeFakeVault(door, 'http://vault')).toEqual([
        {
          reference: 'http://vault/secrets/web',
          state: 'held',
          revisions: versions.map((revision, at) => ({ ...held, chain, keyBelongs: belongs[at], revision })),
        },
      ]);
      const headers = { authorization: 'Bearer any' };
      await fetch(`${vault.url}/certificates/web?api-version=7.4`, { method: 'DELETE', headers });
      expect(await observeFakeVault(door, 'http://vault')).toMatchObject([{ state: 'deleted' }]);
    } finally {
      await vault.close();
    }
  });

  it('is nothing after a reset; settings stay, and what is refused is said', async () => {
    const acm = await startFakeAcm();
    try {
      const door = new ControlDoor(acm.url);
      await door.settings({ tagsOnReimport: 'lose' });
      await expect(door.settings({ tagsOnReimport: 'never' })).rejects.toThrow('refused POST settings');
      const { seed, right } = await material();
      acm.seed({ ...seed, privateKey: right });
      await door.reset();
      expect(await observeFakeAcm(door)).toEqual([]);
      expect(acm.settings.tagsOnReimport).toBe('lose');
    } finally {
      await acm.close();
    }
  });
});
