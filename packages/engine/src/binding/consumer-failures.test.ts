import type { IssuedLeaf } from '@certctl/certificate/issue';
import { MemoryRelay, memoryRelayBinding } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { bindingOf, FleetFront, OLD } from '../testing/fleet-front.js';
import { mortalEngine } from '../testing/mortal-front.js';

let front: FleetFront;
let leaf: IssuedLeaf;
beforeEach(async () => {
  front = await FleetFront.create();
  leaf = await front.scenario.issue();
});

const NEW = 'memory/certificate/1';
const probing = { bindings: [bindingOf('front', { probe: true }), bindingOf('side')] };

describe('a consumer that fails', () => {
  const back = async (over: Parameters<FleetFront['deploy']>[1] = {}) => {
    const outcome = await front.deploy(leaf, over);
    expect(await front.scenario.journal.countOpen()).toBe(0);
    return outcome;
  };

  it('has those before it pointed back, and what was made taken away', async () => {
    front.fault('SetDefault', 'refused', 1);
    expect(await back(probing)).toMatchObject({
      status: 'restored',
      error: { code: 'service_refused' },
      consumers: [{ state: 'back', proof: 'handshake' }, { state: 'unchanged' }],
    });
    expect(front.defaults()).toEqual([OLD, OLD]);
    expect(front.scenario.service.all().map(({ reference }) => reference)).toEqual([OLD]);
    const events = front.scenario.audit.rows().map(({ event, outcome }) => `${event} ${outcome}`);
    expect(events).toEqual(['deploy restored', 'restore restored', 'hold done']);
    expect(await front.scenario.metric('certctl_deploy_rollback_total', { outcome: 'restored' })).toBe(1);
  });

  it('has its old certificate back whenever the process dies on the way there, which is what is said', async () => {
    const ends: string[] = [];
    for (let steps = 10; steps <= 40; steps++) {
      front = await FleetFront.create();
      front.fault('SetDefault', 'refused', 1);
      const { certificatePem: certificate, chainPem: chain, privateKeyPem: privateKey } = leaf;
      const { engine, life } = mortalEngine(front, steps);
      await engine.deploy({ target: front.target(), certificate, chain, privateKey }).catch(() => undefined);
      if (!life.dead) break;
      front.scenario.clock.advance(3_600_000);
      const { journal } = front.scenario;
      const open = await journal.findOpen({ addresses: [], targetId: front.target().id });
      await front.deploy(await front.scenario.issue());
      if (!open || !['unbinding', 'withdrawing'].includes(open.phase)) continue;
      const closed = await journal.history(front.target().id, 9);
      const status = closed.find(({ entry }) => entry.id === open.id)?.status;
      ends.push(`${open.phase} ${status}`);
    }
    expect(ends.length).toBeGreaterThan(3);
    expect(new Set(ends)).toEqual(new Set(['unbinding restored']));
  });

  it('is asked again after the others where one is in the way of another', async () => {
    front.fault('SetDefault', 'refused', 1);
    const bindings = [bindingOf('front'), bindingOf('front', { slot: 'sni' }), bindingOf('side')];
    expect(await back({ bindings })).toMatchObject({
      status: 'restored',
      consumers: [{ state: 'back' }, { state: 'back' }, { state: 'unchanged' }],
    });
    expect(front.scenario.balancer.listeners.get('front')).toEqual({ default: OLD, extra: [] });
  });

  it('waits where the service still counts a certificate as in use that was let go of', async () => {
    front.fault('SetDefault', 'refused', 1);
    front.scenario.fault({ operation: 'memory:Delete', kind: 'conflict', times: 3 });
    expect(await back()).toMatchObject({ status: 'restored' });
    expect(front.scenario.service.all().map(({ reference }) => reference)).toEqual([OLD]);
  });

  it('is given the old certificate again where that is not found for a moment', async () => {
    front.fault('SetDefault', 'refused', 1);
    front.fault('SetDefault', 'absent');
    expect(await back()).toMatchObject({ status: 'restored', consumers: [{ state: 'back' }, {}] });
    expect(front.defaults()).toEqual([OLD, OLD]);
  });

  it('is not taken for deleted at the first look of the way back', async () => {
    front.fault('SetDefault', 'refused', 1);
    // Two looks before, and the proof of the first.
    front.fault('Describe', 'absent', 3);
    expect(await back()).toMatchObject({ status: 'restored', consumers: [{ state: 'back' }, {}] });
    expect(front.defaults()).toEqual([OLD, OLD]);
  });

  it('is told again to let go of the new certificate where that was not found for a moment', async () => {
    front.fault('SetDefault', 'refused');
    front.fault('RemoveExtra', 'absent');
    const bindings = [bindingOf('front', { slot: 'sni' }), bindingOf('side')];
    expect(await back({ bindings })).toMatchObject({ consumers: [{ state: 'back' }, {}] });
    expect(front.scenario.balancer.listeners.get('front')?.extra).toEqual([]);
    expect(front.scenario.service.all().map(({ reference }) => reference)).toEqual([OLD]);
  });

  it('does not count as rid of the new certificate by a late look where no removal was answered', async () => {
    const { balancer } = front.scenario;
    const { describe: look, removeExtra } = balancer;
    let removals = 0;
    let late = 0;
    balancer.removeExtra = (name, reference) => {
      if (++removals === 3) late = 1;
      removeExtra.call(balancer, name, reference);
    };
    balancer.describe = (name) => {
      const now = look.call(balancer, name);
      return late-- === 1 ? { ...now, extra: [] } : now;
    };
    front.fault('SetDefault', 'refused');
    front.fault('RemoveExtra', 'lost-request', 0, 3);
    const bindings = [bindingOf('front', { slot: 'sni' }), bindingOf('side')];
    expect(await back({ bindings })).toMatchObject({
      status: 'withdrawn',
      consumers: [{ state: 'back' }, {}],
    });
    expect(balancer.listeners.get('front')?.extra).toEqual([]);
    expect(removals).toBe(4);
  });

  it('does not count as pointed back while looks are late', async () => {
    front.fault('SetDefault', 'refused', 1);
    front.scenario.balancer.staleLooks = 3;
    expect(await back()).toMatchObject({ status: 'restored' });
    expect(front.defaults()).toEqual([OLD, OLD]);
  });

  it('takes everything back when it never shows the new certificate', async () => {
    front.fault('SetDefault', 'ignored', 1);
    expect(await back()).toMatchObject({
      status: 'restored',
      error: { code: 'binding_not_proven' },
      consumers: [{ state: 'back' }, { state: 'back' }],
    });
    expect(front.defaults()).toEqual([OLD, OLD]);
  });

  it('takes a renewal in place back when a handshake does not show it', async () => {
    await front.deploy(leaf, probing);
    const next = await front.scenario.issue();
    const shake = front.scenario.balancer.handshake.bind(front.scenario.balancer);
    const stuck = shake('front', false);
    front.scenario.balancer.handshake = (name, extra) => {
      shake(name, extra);
      return stuck;
    };
    const outcome = await front.deploy(next, probing);
    expect(outcome).toMatchObject({ status: 'restored', error: { code: 'binding_not_proven' } });
    expect(front.serves('front', leaf)).toBe(true);
  });

  it('is not called restored when the consumer could not be pointed back', async () => {
    front.fault('SetDefault', 'refused', 1);
    front.fault('SetDefault', 'forbidden', 0, 5);
    const outcome = await back();
    expect(outcome).toMatchObject({
      status: 'also_failed',
      why: 'no_permission',
      holds: 'new',
      consumers: [{ state: 'left' }, { state: 'unchanged' }],
    });
    // What the first one uses must stay.
    expect(front.defaults()).toEqual([NEW, OLD]);
    expect(front.serves('front', leaf)).toBe(true);
    expect('commands' in outcome && outcome.commands.map(({ command }) => command)).toEqual([
      `balancer set front#default ${OLD}`,
      `balancer set side#default ${OLD}`,
      `memory import ${NEW}`,
    ]);
  });

  it('leaves a consumer alone that somebody else has pointed elsewhere since', async () => {
    const stranger = 'memory/certificate/stranger';
    front.put(stranger, front.old);
    const setDefault = front.scenario.balancer.setDefault.bind(front.scenario.balancer);
    let calls = 0;
    front.scenario.balancer.setDefault = (name, reference) => {
      if (++calls === 2) front.scenario.balancer.add('front', stranger);
      setDefault(name, reference);
    };
    front.fault('SetDefault', 'refused', 1);
    expect(await back()).toMatchObject({ status: 'also_failed', why: 'foreign_writer' });
    expect(front.scenario.balancer.listeners.get('front')?.default).toBe(stranger);
  });

  it('that is deleted meanwhile is told, and the rest is taken back', async () => {
    const setDefault = front.scenario.balancer.setDefault.bind(front.scenario.balancer);
    let calls = 0;
    front.scenario.balancer.setDefault = (name, reference) => {
      if (++calls === 2) front.scenario.balancer.remove('front');
      setDefault(name, reference);
    };
    front.fault('SetDefault', 'refused', 1);
    const outcome = await back();
    expect(outcome).toMatchObject({
      status: 'withdrawn',
      consumers: [{ state: 'gone' }, { state: 'unchanged' }],
    });
    expect(outcome.findings.map(({ code }) => code)).toContain('consumer_gone');
  });

  it('that is cancelled half way is brought back', async () => {
    const controller = new AbortController();
    const setDefault = front.scenario.balancer.setDefault.bind(front.scenario.balancer);
    front.scenario.balancer.setDefault = (name, reference) => {
      setDefault(name, reference);
      controller.abort();
    };
    front.scenario.balancer.staleLooks = 2;
    const outcome = await front.scenario.deploy(leaf, {
      target: front.target(),
      signal: controller.signal,
    });
    expect(outcome.status).toBe('restored');
    expect(front.defaults()).toEqual([OLD, OLD]);
  });
});

describe('a consumer from which nothing can be taken', () => {
  it('is said to have no way back while it uses nothing, and keeps the certificate when the deploy fails', async () => {
    const { scenario } = front;
    const relay = new MemoryRelay((reference) => scenario.service.held.has(reference));
    relay.domains.set('shop', '');
    const plugin = memoryRelayBinding(relay);
    const open: typeof plugin.open = async (...input) => {
      const binding = await plugin.open(...input);
      const { inspect } = binding;
      // A domain that was made and never given a certificate.
      return Object.assign(binding, {
        inspect: async (...at: Parameters<typeof inspect>) => {
          const seen = await inspect.apply(binding, at);
          return seen.state === 'present'
            ? { ...seen, references: seen.references.filter((one) => one) }
            : seen;
        },
      });
    };
    scenario.restart({ more: [{ ...plugin, open }] });
    front.fault('SetDefault', 'refused');
    const bindings = [{ type: 'MemoryRelay', config: { domain: 'shop' } }, bindingOf('side')];
    const outcome = await front.deploy(leaf, { bindings });
    expect(outcome).toMatchObject({
      status: 'also_failed',
      holds: 'new',
      consumers: [{ state: 'left' }, {}],
    });
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ code: 'consumer_keeps_it', severity: 'warning' }),
    );
    expect(relay.domains.get('shop')).toBe(NEW);
    expect(scenario.service.held.has(NEW)).toBe(true);
  });
});
