import { X509Certificate } from 'node:crypto';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Place, StorePlugin } from '@certctl/plugin-api';
import { MemoryAppliance, memoryApplianceStore, publicKeyOf, type Shows } from '@certctl/reference';
import { describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';
import { isSame } from './held.js';

/** The store, which tells nobody by what a consumer would know a certificate. */
function withoutReferences(plugin: StorePlugin): StorePlugin {
  const unnamed = ({ reference: _, ...place }: Place): Place => place;
  return {
    ...plugin,
    async open(...given) {
      const store = await plugin.open(...given);
      const { resolve, import: send } = store;
      return Object.assign(store, {
        resolve: async (...input: Parameters<typeof resolve>) => unnamed(await resolve.apply(store, input)),
        async import(...input: Parameters<typeof send>) {
          const made = await send.apply(store, input);
          return { ...made, place: unnamed(made.place) };
        },
      });
    },
  };
}

/** An appliance that never shows a certificate, and a target in it. */
class Shown {
  private constructor(
    readonly scenario: Scenario,
    readonly appliance: MemoryAppliance,
  ) {}

  static async create(shows: Shows): Promise<Shown> {
    const scenario = await Scenario.create();
    const appliance = new MemoryAppliance(scenario.clock, shows, scenario.impostor);
    scenario.restart({ more: [memoryApplianceStore(appliance)] });
    return new Shown(scenario, appliance);
  }

  /** The same appliance, and an installation that has no record of it. */
  async withoutRecords(): Promise<Shown> {
    const scenario = await Scenario.create();
    scenario.restart({ more: [memoryApplianceStore(this.appliance)] });
    return new Shown(scenario, this.appliance);
  }

  get target() {
    const { alias } = memoryApplianceStore(this.appliance);
    return { id: 'box', type: alias, config: { slot: 'web' } };
  }

  deploy(leaf: IssuedLeaf, over: Parameters<Scenario['deploy']>[1] = {}) {
    return this.scenario.deploy(leaf, { target: this.target, ...over });
  }

  /** A first certificate, deployed, and what came of it left behind. */
  async deployed(): Promise<IssuedLeaf> {
    const leaf = await this.scenario.issue();
    expect(await this.deploy(leaf)).toMatchObject({ status: 'deployed' });
    this.appliance.requests.length = 0;
    return leaf;
  }

  /** Somebody else installs their own, past the API. */
  put(leaf: IssuedLeaf): void {
    const installs = (this.appliance.slots.get('web')?.installs ?? 0) + 1;
    const keyFingerprint = publicKeyOf(new X509Certificate(leaf.certificatePem));
    this.appliance.slots.set('web', {
      ...{ installs, keyFingerprint, leafPem: leaf.certificatePem, chainPems: [leaf.chainPem] },
    });
  }

  /** Whether the slot has this leaf, its key and its chain. */
  serves({ certificatePem, chainPem }: IssuedLeaf): boolean {
    const slot = this.appliance.slots.get('web');
    const wanted = new X509Certificate(certificatePem);
    return (
      slot?.leafPem === certificatePem &&
      slot.chainPems.join('') === chainPem &&
      slot.keyFingerprint === publicKeyOf(wanted)
    );
  }
}

const codes = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code);

describe.each(['fingerprint', 'serial'] as const)('a store that shows no more than a %s', (shows) => {
  /** What it shows of a leaf. */
  const shownOf = ({ facts }: IssuedLeaf) =>
    shows === 'fingerprint' ? { fingerprint: facts.fingerprint } : { serial: facts.serial };

  it('is deployed to and proven, and the outcome says that the chain is not', async () => {
    const world = await Shown.create(shows);
    const leaf = await world.scenario.issue();
    const outcome = await world.deploy(leaf);
    expect(outcome).toMatchObject({ status: 'deployed', reference: 'web', revision: '1' });
    expect(codes(outcome)).toContain('chain_not_proven');
    expect(codes(outcome).includes('proven_by_serial')).toBe(shows === 'serial');
    expect(world.serves(leaf)).toBe(true);
  });

  it('is left alone when it has the certificate already', async () => {
    const world = await Shown.create(shows);
    const leaf = await world.deployed();
    expect(await world.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(world.appliance.writes()).toBe(0);
  });

  it('has what it holds known from the journal: names are compared, and the key is kept', async () => {
    const world = await Shown.create(shows);
    const { facts } = await world.deployed();
    const renewed = await world.scenario.issue({ names: ['shop.example.com'] });
    const { certificatePem, chainPem, privateKeyPem } = renewed;
    const files = { certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem };
    const plan = await world.scenario.engine.plan({ target: world.target, ...files });
    expect(plan).toMatchObject({
      verdict: 'refused',
      rollback: 'kept-key',
      holds: { fingerprint: facts.fingerprint },
    });
    expect(plan.shows).toBeUndefined();
    expect(codes(plan)).toContain('san_removed');
    expect(await world.scenario.engine.show(world.target)).toMatchObject({
      held: { fingerprint: facts.fingerprint, chainLength: undefined },
      ownership: { ours: true },
    });
  });

  it('takes an answer that was lost for what is seen afterwards', async () => {
    const world = await Shown.create(shows);
    await world.deployed();
    world.appliance.faults.push({ operation: 'appliance:Install', kind: 'lost-answer' });
    const renewed = await world.scenario.issue();
    expect(await world.deploy(renewed)).toMatchObject({ status: 'deployed' });
    expect(world.appliance.writes()).toBe(1);
    world.appliance.faults.push({ operation: 'appliance:Install', kind: 'lost-request' });
    expect(await world.deploy(await world.scenario.issue())).toMatchObject({ status: 'failed' });
    expect(world.serves(renewed)).toBe(true);
  });

  it('waits for a description that is late', async () => {
    const world = await Shown.create(shows);
    await world.deployed();
    world.appliance.staleReads = 3;
    const renewed = await world.scenario.issue();
    expect(await world.deploy(renewed)).toMatchObject({ status: 'deployed' });
    expect(world.serves(renewed)).toBe(true);
  });

  it('gets the previous certificate back, with its key and chain, when it holds another than was sent', async () => {
    const world = await Shown.create(shows);
    const first = await world.deployed();
    world.appliance.faults.push({ operation: 'appliance:Install', kind: 'wrong-certificate' });
    const outcome = await world.deploy(await world.scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', error: { code: 'not_proven' } });
    expect(world.serves(first)).toBe(true);
  });

  it('is empty again when a first certificate was not the one that was sent', async () => {
    const world = await Shown.create(shows);
    world.appliance.faults.push({ operation: 'appliance:Install', kind: 'wrong-certificate' });
    expect(await world.deploy(await world.scenario.issue())).toMatchObject({ status: 'withdrawn' });
    expect(world.appliance.slots.size).toBe(0);
  });

  it.each([
    ['a place has a reference once there is something in it', (plugin: StorePlugin) => plugin],
    ['no place has a reference', withoutReferences],
  ])('is empty again when a first deploy is cancelled whose answer was lost, where %s', async (_, made) => {
    const world = await Shown.create(shows);
    const cancelled = new AbortController();
    const { appliance, scenario } = world;
    const cancelling = new Proxy(appliance, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name, object);
        if (typeof member !== 'function') return member;
        if (name === 'install') cancelled.abort(new Error('cancelled'));
        return member.bind(object);
      },
    });
    scenario.restart({ more: [made(memoryApplianceStore(cancelling))] });
    appliance.faults.push({ operation: 'appliance:Install', kind: 'lost-answer' });
    const { signal } = cancelled;
    expect(await world.deploy(await scenario.issue(), { signal })).toMatchObject({ status: 'withdrawn' });
    expect(appliance.slots.size).toBe(0);
  });

  it("refuses somebody else's, says that it cannot be compared, and is bound to what is shown", async () => {
    const world = await Shown.create(shows);
    const theirs = await world.scenario.issue();
    world.put(theirs);
    const mine = await world.scenario.issue();
    const refused = await world.deploy(mine);
    expect(refused).toMatchObject({
      status: 'refused',
      plan: { shows: shownOf(theirs), rollback: 'impossible' },
    });
    expect(refused.before).toBeUndefined();
    expect(codes(refused)).toEqual(expect.arrayContaining(['not_ours', 'held_not_shown']));
    const other = Object.values(shownOf(await world.scenario.issue()))[0] ?? '';
    expect(await world.deploy(mine, { acts: { takeOver: other } })).toMatchObject({ status: 'refused' });
    expect(world.appliance.writes()).toBe(0);
    const named = Object.values(shownOf(theirs))[0] ?? '';
    const outcome = await world.deploy(mine, { acts: { takeOver: named } });
    expect(outcome).toMatchObject({ status: 'deployed' });
    expect(codes(outcome)).toContain('taken_over');
  });

  it('is nobody’s once our own records are lost: it has no tags that could tell', async () => {
    const world = await Shown.create(shows);
    const first = await world.deployed();
    const elsewhere = await world.withoutRecords();
    const outcome = await elsewhere.deploy(await elsewhere.scenario.issue());
    expect(outcome).toMatchObject({ status: 'refused', plan: { shows: shownOf(first) } });
    expect(codes(outcome)).toContain('not_ours');
    expect(world.serves(first)).toBe(true);
  });

  it('is verified by what is shown', async () => {
    const world = await Shown.create(shows);
    await world.deployed();
    const { engine } = world.scenario;
    expect(await engine.verify(world.target)).toMatchObject({ result: 'in_sync' });
    const theirs = await world.scenario.issue();
    world.put(theirs);
    const result = shows === 'fingerprint' ? 'drifted' : 'not_recorded';
    expect(await engine.verify(world.target)).toMatchObject({ result, status: { shows: shownOf(theirs) } });
  });

  it('can be taken back to what the journal has from before', async () => {
    const world = await Shown.create(shows);
    const first = await world.deployed();
    expect(await world.deploy(await world.scenario.issue())).toMatchObject({ status: 'deployed' });
    const back = await world.scenario.engine.rollback({ target: world.target });
    expect(back).toMatchObject({ status: 'deployed', purpose: 'rollback' });
    expect(world.serves(first)).toBe(true);
  });
});

describe('what a store does not show', () => {
  it.each(['fingerprint', 'serial'] as const)('is not seen to be the same as before: %s', (proof) => {
    expect(isSame({}, { state: 'present' }, proof)).toBe(false);
    expect(isSame({ [proof]: 'ab' }, { state: 'present', [proof]: 'ab' }, proof)).toBe(true);
  });

  it('can be marked compromised by its fingerprint, and not by its serial', async () => {
    const byFingerprint = await Shown.create('fingerprint');
    const theirs = await byFingerprint.scenario.issue();
    byFingerprint.put(theirs);
    const { engine } = byFingerprint.scenario;
    expect(await engine.compromise({ target: byFingerprint.target })).toBe(theirs.facts.fingerprint);
    const bySerial = await Shown.create('serial');
    bySerial.put(theirs);
    await expect(bySerial.scenario.engine.compromise({ target: bySerial.target })).rejects.toMatchObject({
      code: 'nothing_held',
    });
  });
});
