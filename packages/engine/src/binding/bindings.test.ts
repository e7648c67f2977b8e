import type { IssuedLeaf } from '@certctl/certificate/issue';
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

describe('a certificate and its consumers', () => {
  it('points each consumer at the fresh certificate, in order, and proves it', async () => {
    const outcome = await front.deploy(leaf, probing);
    expect(outcome).toMatchObject({
      status: 'deployed',
      reference: NEW,
      consumers: [
        { title: 'listener front (default)', state: 'bound', before: [OLD], proof: 'handshake' },
        { title: 'listener side (default)', state: 'bound', before: [OLD], proof: 'reference' },
      ],
    });
    expect(front.defaults()).toEqual([NEW, NEW]);
    expect([front.serves('front', leaf), front.serves('side', leaf)]).toEqual([true, true]);
    expect(await front.scenario.journal.countOpen()).toBe(0);
  });

  it('plans the whole, with what each would be told', async () => {
    const { certificatePem: certificate, chainPem: chain, privateKeyPem: privateKey } = leaf;
    const plan = await front.scenario.engine.plan({
      target: front.target(),
      certificate,
      chain,
      privateKey,
    });
    expect(plan.steps).toEqual([
      { kind: 'import', mode: 'fresh' },
      { kind: 'bind', consumer: 'listener front (default)', from: OLD },
      { kind: 'bind', consumer: 'listener side (default)', from: OLD },
    ]);
    expect(plan.rollback).toBe('exact');
    expect(front.writes).toEqual([]);
  });

  it('does nothing when everything is as it should be', async () => {
    await front.deploy(leaf);
    const writes = front.writes.length;
    expect(await front.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(front.writes.length).toBe(writes);
  });

  it('points back a consumer that somebody has pointed elsewhere, without another import', async () => {
    await front.deploy(leaf);
    front.scenario.balancer.add('side', OLD);
    const outcome = await front.deploy(leaf);
    expect(outcome).toMatchObject({ status: 'deployed', plan: { rollback: 'exact' } });
    expect(outcome.plan?.steps.map(({ kind }) => kind)).toEqual(['bind']);
    expect(front.defaults()).toEqual([NEW, NEW]);
  });

  it('leaves consumers alone that use the address which is renewed, and proves what they serve', async () => {
    await front.deploy(leaf, probing);
    const writes = front.writes.length;
    const next = await front.scenario.issue();
    const outcome = await front.deploy(next, probing);
    expect(outcome).toMatchObject({
      status: 'deployed',
      consumers: [
        { state: 'bound', proof: 'handshake' },
        { state: 'bound', proof: 'reference' },
      ],
    });
    expect(front.writes.length).toBe(writes);
    expect(front.serves('front', next)).toBe(true);
  });

  it('waits where a certificate that was just made is not known yet, and where looks are late', async () => {
    front.scenario.balancer.unknownBinds = 3;
    front.scenario.balancer.staleLooks = 2;
    expect(await front.deploy(leaf)).toMatchObject({ status: 'deployed' });
    expect(front.defaults()).toEqual([NEW, NEW]);
  });

  it.each(['lost-answer', 'lost-request'] as const)('goes on after a %s', async (kind) => {
    front.fault('SetDefault', kind);
    expect(await front.deploy(leaf)).toMatchObject({ status: 'deployed' });
    expect(front.defaults()).toEqual([NEW, NEW]);
  });

  it('tells of an endpoint that cannot be asked, and is proven by its settings then', async () => {
    front.scenario.balancer.reachable = false;
    const outcome = await front.deploy(leaf, probing);
    expect(outcome).toMatchObject({
      status: 'deployed',
      consumers: [{ proof: 'reference' }, { proof: 'reference' }],
    });
    expect(outcome.findings.map(({ code }) => code)).toContain('endpoint_unreachable');
  });

  it('says which users of the certificate the target does not name', async () => {
    await front.deploy(leaf);
    front.scenario.balancer.add('other', NEW);
    const next = await front.scenario.issue();
    const { findings } = await front.deploy(next);
    expect(findings.find(({ code }) => code === 'in_use')?.message).toBe('in use by other');
  });

  it('points consumers back when somebody asks for a rollback of the first deploy', async () => {
    await front.deploy(leaf, probing);
    const { engine } = front.scenario;
    const outcome = await engine.rollback({ target: front.target(probing) });
    expect(outcome).toMatchObject({
      status: 'deployed',
      purpose: 'rollback',
      incoming: { serial: front.old.facts.serial },
      consumers: [
        { state: 'bound', before: [NEW], proof: 'handshake' },
        { state: 'bound', before: [NEW], proof: 'reference' },
      ],
    });
    expect(front.defaults()).toEqual([OLD, OLD]);
    expect(await front.deploy(leaf, probing)).toMatchObject({ status: 'refused' });
    const next = await front.scenario.issue();
    expect(await front.deploy(next, probing)).toMatchObject({ status: 'deployed' });
    expect(front.defaults()).toEqual([NEW, NEW]);
  });

  it('goes on using the new certificate when a consumer cannot be pointed back on demand', async () => {
    await front.deploy(leaf);
    front.fault('SetDefault', 'refused', 1);
    const outcome = await front.scenario.engine.rollback({ target: front.target() });
    expect(outcome).toMatchObject({
      status: 'restored',
      consumers: [{ state: 'back' }, { state: 'unchanged' }],
    });
    expect(front.defaults()).toEqual([NEW, NEW]);
    expect(front.serves('side', leaf)).toBe(true);
  });

  it('is out of sync when a consumer uses something else', async () => {
    await front.deploy(leaf);
    const { engine } = front.scenario;
    expect(await engine.verify(front.target())).toMatchObject({ result: 'in_sync' });
    front.scenario.balancer.add('side', OLD);
    const { result, status } = await engine.verify(front.target());
    expect(result).toBe('not_bound');
    expect(status.consumers?.map(({ bound, uses }) => [bound, uses])).toEqual([
      [true, [NEW]],
      [false, [OLD]],
    ]);
  });
});

describe('what is refused before anything is sent', () => {
  const refusals = async (over: Parameters<FleetFront['deploy']>[1], candidate = leaf) => {
    const outcome = await front.deploy(candidate, over);
    expect(outcome.status).toBe('refused');
    expect(front.scenario.service.writes() + front.writes.length).toBe(0);
    return outcome.findings.filter(({ severity }) => severity === 'refusal').map(({ code }) => code);
  };

  it('a consumer that does not exist', async () => {
    expect(await refusals({ bindings: [bindingOf('nowhere')] })).toEqual(['consumer_absent']);
  });

  it('what the rules of a consumer refuse', async () => {
    const curve = await front.scenario.issue({ keyAlgorithm: 'EC-P-521' });
    expect(await refusals({}, curve)).toEqual(['no_curve', 'no_curve']);
  });

  it('a certificate that does not cover what a consumer serves now', async () => {
    const other = await front.scenario.issue({
      names: ['www.example.com', 'shop.example.com'],
      notBefore: front.scenario.clock.now() - 86_400_000,
    });
    front.put(OLD, other);
    expect(await refusals({})).toEqual(['san_removed', 'san_removed']);
    expect(await front.deploy(leaf, { allow_san_removal: true })).toMatchObject({ status: 'deployed' });
  });

  it('a binding of a plugin that does not take certificates of the store, or bound twice', async () => {
    const twice = await front.deploy(leaf, { bindings: [bindingOf('front'), bindingOf('front')] });
    expect(twice).toMatchObject({ status: 'refused', error: { code: 'target_invalid' } });
    const vault = front.scenario.vaultTarget({ bindings: [bindingOf('front')] });
    const other = await front.scenario.deployToVault(leaf, { target: vault });
    expect(other).toMatchObject({ status: 'refused', error: { code: 'target_invalid' } });
    const unknown = await front.deploy(leaf, { bindings: [{ type: 'memory', config: {} }] });
    expect(unknown).toMatchObject({ status: 'refused', error: { code: 'target_type_unknown' } });
  });

  it('nothing while another deploy has the consumer', async () => {
    await front.scenario.leases.acquire('side#default', 'another', 60_000);
    expect(await front.deploy(leaf)).toMatchObject({ status: 'busy', holder: 'another' });
  });
});

describe('a listener with several certificates', () => {
  const sni = { bindings: [bindingOf('front', { slot: 'sni' })] };
  const replacing = { ...sni, type: 'memory-replacing' };
  const extra = () => front.scenario.balancer.listeners.get('front')?.extra ?? [];

  it('is given the new one beside the others, and the superseded one of ours is taken away', async () => {
    const stranger = 'memory/certificate/stranger';
    front.put(stranger, front.old);
    extra().push(stranger);
    await front.deploy(leaf, replacing);
    expect(extra()).toEqual([stranger, NEW]);
    const next = await front.scenario.issue();
    expect(await front.deploy(next, replacing)).toMatchObject({
      status: 'deployed',
      consumers: [{ state: 'bound', detached: [NEW] }],
    });
    expect(extra()).toEqual([stranger, 'memory/certificate/2']);
  });

  it('keeps a superseded one that cannot be taken away, says so, and the next deploy tries again', async () => {
    await front.deploy(leaf, replacing);
    front.fault('RemoveExtra', 'forbidden');
    const next = await front.scenario.issue();
    const outcome = await front.deploy(next, replacing);
    expect(outcome).toMatchObject({ status: 'deployed' });
    expect(outcome.findings.map(({ code }) => code)).toContain('superseded_attached');
    expect(extra()).toEqual([NEW, 'memory/certificate/2']);
    const again = await front.deploy(next, replacing);
    expect(again.plan?.steps).toMatchObject([{ kind: 'detach', reference: NEW }]);
    expect(extra()).toEqual(['memory/certificate/2']);
    expect(await front.deploy(next, replacing)).toMatchObject({ status: 'unchanged' });
  });

  it('keeps nothing of a deploy that was killed, whenever that was', async () => {
    for (let steps = 1; steps <= 25; steps++) {
      front = await FleetFront.create();
      const request = (of: IssuedLeaf) => ({
        target: front.target(replacing),
        certificate: of.certificatePem,
        chain: of.chainPem,
        privateKey: of.privateKeyPem,
      });
      const { engine } = mortalEngine(front, steps);
      await engine.deploy(request(leaf)).catch(() => undefined);
      front.scenario.clock.advance(3_600_000);
      const next = await front.scenario.issue();
      const { reference, status } = await front.scenario.engine.deploy(request(next));
      expect([status, extra()]).toEqual(['deployed', [reference]]);
    }
  });

  it('has the new one taken away when a later consumer fails', async () => {
    front.fault('SetDefault', 'refused');
    const outcome = await front.deploy(leaf, {
      bindings: [bindingOf('front', { slot: 'sni' }), bindingOf('side')],
    });
    expect(outcome).toMatchObject({ status: 'withdrawn', consumers: [{ state: 'back' }, {}] });
    expect(extra()).toEqual([]);
  });
});

describe('a store that makes another certificate with each import', () => {
  const replacing = { type: 'memory-replacing' };

  it('has its consumers follow the address', async () => {
    await front.deploy(leaf, replacing);
    const next = await front.scenario.issue();
    const outcome = await front.deploy(next, replacing);
    expect(outcome).toMatchObject({ status: 'deployed', reference: 'memory/certificate/2' });
    expect(outcome.plan?.steps[0]).toEqual({ kind: 'import', mode: 'replacement' });
    expect(front.defaults()).toEqual(['memory/certificate/2', 'memory/certificate/2']);
    expect(await front.deploy(next, replacing)).toMatchObject({ status: 'unchanged' });
  });

  it('has them pointed back at the certificate before, which was never touched', async () => {
    await front.deploy(leaf, replacing);
    const next = await front.scenario.issue();
    front.fault('SetDefault', 'refused', 1);
    expect(await front.deploy(next, replacing)).toMatchObject({ status: 'restored', reference: NEW });
    expect(front.defaults()).toEqual([NEW, NEW]);
    expect(front.scenario.service.held.has('memory/certificate/2')).toBe(false);
    const third = await front.scenario.issue({ notBefore: front.scenario.clock.now() });
    expect(await front.deploy(third, replacing)).toMatchObject({ status: 'deployed' });
    expect(front.serves('front', third)).toBe(true);
  });

  it('finds the certificate of an import whose answer was lost', async () => {
    await front.deploy(leaf, replacing);
    front.scenario.fault({ operation: 'memory:Import', kind: 'lost-answer' });
    const next = await front.scenario.issue();
    expect(await front.deploy(next, replacing)).toMatchObject({ status: 'deployed' });
    expect(front.scenario.service.all().length).toBe(3);
    expect(front.serves('side', next)).toBe(true);
  });
});
