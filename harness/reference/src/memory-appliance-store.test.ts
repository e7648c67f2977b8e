import { readPrivateKey } from '@certctl/certificate';
import { type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { beforeAll, describe, expect, it } from 'vitest';
import { CallDouble, serviceDoubles } from './call-double.js';
import { MemoryAppliance, type Shows } from './memory-appliance.js';
import { memoryApplianceStore } from './memory-appliance-store.js';
import { VirtualClock } from './virtual-clock.js';

const clock = new VirtualClock();
const DAY = 86_400_000;

describe('an appliance that never shows a certificate', () => {
  let leaf: IssuedLeaf;
  let stranger: IssuedLeaf;

  beforeAll(async () => {
    const root = await issueAuthority({ name: 'root', notBefore: clock.now() - 20 * DAY });
    const issuing = await issueAuthority({
      name: 'issuing',
      parent: root,
      notBefore: clock.now() - 10 * DAY,
    });
    leaf = await issueLeaf(issuing, { names: ['www.example.com'], notBefore: clock.now() - DAY });
    stranger = await issueLeaf('self', { names: ['other.example'], notBefore: clock.now() - DAY });
  });

  const pems = ({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf) => ({
    leafPem: certificatePem,
    chainPems: chainPem === '' ? [] : [chainPem],
    keyPem: privateKeyPem,
  });

  it('takes only what fits together, in order, into a slot that there is', () => {
    const appliance = new MemoryAppliance(clock, 'fingerprint');
    const good = pems(leaf);
    for (const [code, name, wrong] of [
      ['KeyMismatch', 'web', { ...good, keyPem: stranger.privateKeyPem }],
      ['BrokenChain', 'web', { ...good, chainPems: [stranger.certificatePem] }],
      ['NoSuchSlot', 'Web 1', good],
    ] as const) {
      expect(() => appliance.install(name, wrong)).toThrow(expect.objectContaining({ code }));
    }
    expect(appliance.slots.size).toBe(0);
    expect(appliance.install('web', good)).toEqual({ installs: 1 });
    expect(() => appliance.clear('shop')).toThrow(expect.objectContaining({ failureClass: 'absent' }));
  });

  it('tells a fingerprint with colons, or a serial in decimal, and no more', () => {
    const installed = (shows: Shows) => {
      const appliance = new MemoryAppliance(clock, shows);
      appliance.install('web', pems(leaf));
      return appliance.describe('web');
    };
    const colons = leaf.facts.fingerprint.toUpperCase().match(/../g)?.join(':');
    expect(installed('fingerprint')).toEqual({ installs: 1, fingerprint: colons });
    expect(installed('serial')).toEqual({ installs: 1, serial: BigInt(`0x${leaf.facts.serial}`).toString() });
  });

  it('shows for a while what was there before', () => {
    const appliance = new MemoryAppliance(clock, 'serial');
    appliance.staleReads = 1;
    appliance.install('web', pems(leaf));
    expect(() => appliance.describe('web')).toThrow('empty');
    expect(appliance.describe('web')).toMatchObject({ installs: 1 });
  });

  it.each(['fingerprint', 'serial'] as const)(
    'is read in the spelling of the contract: %s',
    async (shows) => {
      const appliance = new MemoryAppliance(clock, shows);
      const plugin = memoryApplianceStore(appliance);
      const call = new CallDouble(plugin);
      const store = await plugin.open({}, serviceDoubles);
      const fresh = await store.resolve({ config: { slot: 'web' }, targetId: 'web' }, call);
      expect(fresh).toEqual({ address: 'web', scope: 'appliance' });
      expect(await store.inspect(fresh, call)).toEqual({ state: 'absent' });
      const privateKey = readPrivateKey(leaf.privateKeyPem);
      const material = { leaf: leaf.facts, chain: [], privateKey };
      const { place } = await store.import(fresh, { config: { slot: 'web' }, material, tags: {} }, call);
      expect(place).toMatchObject({ reference: 'web' });
      const shown =
        shows === 'fingerprint' ? { fingerprint: leaf.facts.fingerprint } : { serial: leaf.facts.serial };
      expect(await store.inspect(place, call)).toEqual({ state: 'present', revision: '1', ...shown });
      expect(await store.resolve({ config: { slot: 'web' }, targetId: 'web' }, call)).toEqual(place);
      await store.remove?.(place, call);
      expect(await store.read(place, 'latest', call)).toBe('absent');
    },
  );
});
