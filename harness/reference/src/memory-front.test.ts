import { type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallDouble, serviceDoubles } from './call-double.js';
import { MemoryFront } from './memory-front.js';
import { memoryFrontStore } from './memory-front-store.js';
import { tlsHandshake } from './tls-handshake.js';
import { VirtualClock } from './virtual-clock.js';

const DAY = 86_400_000;

describe('a front that serves what it is given at once', () => {
  const clock = new VirtualClock();
  let front: MemoryFront;
  let leaf: IssuedLeaf;
  let chain: readonly Uint8Array[];
  let chainPems: readonly string[];

  beforeEach(async () => {
    front = await MemoryFront.start(clock);
    const root = await issueAuthority({ name: 'root', notBefore: clock.now() - 40 * DAY });
    const upper = await issueAuthority({ name: 'upper', parent: root, notBefore: clock.now() - 30 * DAY });
    const lower = await issueAuthority({ name: 'lower', parent: upper, notBefore: clock.now() - 20 * DAY });
    leaf = await issueLeaf(lower, { names: ['shop.example.com'], notBefore: clock.now() - DAY });
    chain = [lower.facts.der, upper.facts.der];
    chainPems = [lower.certificatePem, upper.certificatePem];
  });

  afterEach(() => front.close());

  const shown = (site = 'shop') => tlsHandshake(front.endpoint(site), AbortSignal.timeout(2_000));
  const installation = (over: object = {}) => ({
    leafPem: leaf.certificatePem,
    keyPem: leaf.privateKeyPem,
    chainPems,
    ...over,
  });

  it('shows each visitor the certificate of the site that is asked for, with its chain in the order of the wire', async () => {
    front.install('shop', installation());
    expect(await shown()).toEqual({ leaf: leaf.facts.der, chain });
    front.install('shop', installation({ chainPems: chainPems.toReversed() }));
    expect(await shown()).toEqual({ leaf: leaf.facts.der, chain: chain.toReversed() });
    front.install('shop', installation({ chainPems: [] }));
    expect(await shown()).toEqual({ leaf: leaf.facts.der, chain: [] });
    const factory = await shown('web');
    expect(factory.leaf).not.toEqual(leaf.facts.der);
  });

  it('tells nobody what it has, and says by itself whether it serves a site', () => {
    expect(() => front.status('shop')).toThrow(expect.objectContaining({ failureClass: 'absent' }));
    front.install('shop', installation());
    expect(front.status('shop')).toEqual({ installs: 1 });
    front.uninstall('shop');
    expect(() => front.uninstall('shop')).toThrow(expect.objectContaining({ failureClass: 'absent' }));
  });

  it('takes only a key that fits', async () => {
    const { privateKeyPem } = await issueLeaf('self', { names: ['x.example'], notBefore: clock.now() - DAY });
    expect(() => front.install('shop', installation({ keyPem: privateKeyPem }))).toThrow(
      expect.objectContaining({ code: 'KeyMismatch' }),
    );
    expect(front.sites.size).toBe(0);
  });

  it('lets nobody in, and a handshake says so; one that is given up is ended', async () => {
    front.install('shop', installation());
    front.reachable = false;
    await expect(shown()).rejects.toMatchObject({ code: 'HandshakeFailed', failureClass: 'broken' });
    front.heal();
    const reason = new Error('given up');
    await expect(tlsHandshake(front.endpoint('shop'), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await shown()).toMatchObject({ leaf: leaf.facts.der });
  });

  it('is not taken to serve a site because its listener shows somebody’s certificate', async () => {
    const plugin = memoryFrontStore(front);
    const call = new CallDouble(plugin);
    const store = await plugin.open({}, serviceDoubles);
    const place = await store.resolve({ config: { site: 'shop' }, targetId: 'shop' }, call);
    expect(place).toEqual({ address: 'shop', scope: 'front' });
    expect(await store.inspect(place, call)).toEqual({ state: 'absent' });
    expect(call.operations).toEqual(['front:Status', 'front:Status']);
    front.install('shop', installation());
    const expected = { leaf: leaf.facts.der, chain, revision: '1' };
    expect(await store.read(place, 'latest', call)).toEqual(expected);
    const usedBy = ['shop.front.test'];
    expect(await store.inspect(place, call)).toEqual({ state: 'present', ...expected, usedBy });
  });
});
