import type { IssuedLeaf } from '@certctl/certificate/issue';
import { MemoryFront, memoryFrontStore, tlsHandshake } from '@certctl/reference';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bindingOf } from '../testing/fleet-front.js';
import { Scenario } from '../testing/scenario.js';

const target = { id: 'shop', type: 'memory-front', config: { site: 'shop' } };

describe('a store that serves what it is given at once, and is proven by a TLS handshake', () => {
  let scenario: Scenario;
  let front: MemoryFront;

  beforeEach(async () => {
    scenario = await Scenario.create();
    front = await MemoryFront.start(scenario.clock, scenario.impostor);
    scenario.restart({ more: [memoryFrontStore(front)] });
  });

  afterEach(() => front.close());

  const deploy = (leaf: IssuedLeaf, over: Parameters<Scenario['deploy']>[1] = {}) =>
    scenario.deploy(leaf, { target, ...over });

  /** Whether a visitor of the site is shown this leaf and its chain, and the site has its key. */
  async function serves({ facts, chainPem }: IssuedLeaf): Promise<boolean> {
    const { leaf, chain } = await tlsHandshake(front.endpoint('shop'), AbortSignal.timeout(2_000));
    const isLeaf = Buffer.compare(leaf, facts.der) === 0;
    return isLeaf && chain.length === (chainPem === '' ? 0 : 1);
  }

  /** Somebody else's hand on the service right after the next installation. */
  function afterInstall(act: () => void): void {
    let isDue = true;
    const watched = new Proxy(front, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const answer: unknown = member.apply(object, args);
          if (name === 'install' && isDue) {
            isDue = false;
            act();
          }
          return answer;
        };
      },
    });
    scenario.restart({ more: [memoryFrontStore(watched)] });
  }

  async function deployed(): Promise<IssuedLeaf> {
    const leaf = await scenario.issue();
    expect(await deploy(leaf)).toMatchObject({ status: 'deployed' });
    front.requests.length = 0;
    return leaf;
  }

  it('says in the plan that there is no step in between, and that what is served is proven with its chain', async () => {
    const leaf = await scenario.issue();
    const outcome = await deploy(leaf);
    expect(outcome).toMatchObject({ status: 'deployed', reference: 'shop' });
    const codes = outcome.findings.map(({ code }) => code);
    expect(codes).toContain('served_at_once');
    expect(codes).not.toContain('chain_not_proven');
    expect(await serves(leaf)).toBe(true);
    expect(await deploy(leaf)).toMatchObject({ status: 'unchanged' });
  });

  it('takes no bindings: there is nothing to point', async () => {
    const bound = { ...target, bindings: [bindingOf('front')] };
    expect(await deploy(await scenario.issue(), { target: bound })).toMatchObject({
      status: 'refused',
      error: { code: 'target_invalid', message: expect.stringContaining('used at once') },
    });
    expect(front.requests).toEqual([]);
  });

  it('waits for a worker that serves the old certificate for a while', async () => {
    await deployed();
    front.staleHandshakes = 3;
    const renewed = await scenario.issue();
    expect(await deploy(renewed)).toMatchObject({ status: 'deployed' });
    expect(await serves(renewed)).toBe(true);
  });

  it('serves the previous certificate again when another one is shown than was sent', async () => {
    const first = await deployed();
    front.faults.push({ operation: 'front:Install', kind: 'wrong-certificate' });
    const outcome = await deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', error: { code: 'not_proven' } });
    expect(await serves(first)).toBe(true);
  });

  it('serves the previous certificate again when the new one is shown without its chain', async () => {
    const first = await deployed();
    const renewed = await scenario.issue();
    afterInstall(() => {
      front.put('shop', { leafPem: renewed.certificatePem, keyPem: renewed.privateKeyPem, chainPems: [] });
    });
    expect(await deploy(renewed)).toMatchObject({ status: 'restored' });
    expect(await serves(first)).toBe(true);
  });

  it('serves nothing again when the first certificate is not the one that was sent, though its own site uses it', async () => {
    front.faults.push({ operation: 'front:Install', kind: 'wrong-certificate' });
    expect(await deploy(await scenario.issue())).toMatchObject({ status: 'withdrawn' });
    expect(front.sites.size).toBe(0);
  });

  it('takes an answer that was lost for what is served afterwards', async () => {
    await deployed();
    front.faults.push({ operation: 'front:Install', kind: 'lost-answer' });
    const renewed = await scenario.issue();
    expect(await deploy(renewed)).toMatchObject({ status: 'deployed' });
    expect(front.writes()).toBe(1);
    expect(await serves(renewed)).toBe(true);
  });

  it('ends unresolved while nobody is let in, and the next deploy closes it by what is served', async () => {
    await deployed();
    afterInstall(() => {
      front.reachable = false;
    });
    const renewed = await scenario.issue();
    expect(await deploy(renewed)).toMatchObject({ status: 'unresolved' });
    expect(await scenario.journal.countOpen()).toBe(1);
    front.reachable = true;
    scenario.clock.advance(3_600_000);
    const newest = await scenario.issue();
    expect(await deploy(newest)).toMatchObject({ status: 'deployed' });
    expect(await scenario.journal.countOpen()).toBe(0);
    expect(await serves(newest)).toBe(true);
  });

  it('changes nothing where it cannot be seen what is served', async () => {
    const first = await deployed();
    front.reachable = false;
    expect(await deploy(await scenario.issue())).toMatchObject({
      status: 'failed',
      error: { code: 'service_broken', failure: { code: 'HandshakeFailed' } },
    });
    expect(front.writes()).toBe(0);
    front.reachable = true;
    expect(await serves(first)).toBe(true);
  });
});
