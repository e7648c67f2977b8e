import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { FaultKind } from '@certctl/reference';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../outcome/outcome.js';
import { bindingOf, FleetFront } from '../testing/fleet-front.js';
import { mortalEngine } from '../testing/mortal-front.js';
import { Scenario } from '../testing/scenario.js';

const RUNS = Number(process.env.CERTCTL_PROPERTY_RUNS ?? 150);
const TIMEOUT_MS = Math.max(120_000, 50 * RUNS);

const KINDS: readonly FaultKind[] = [
  'refused',
  'forbidden',
  'throttled',
  'conflict',
  'absent',
  'lost-request',
  'lost-answer',
  'ignored',
];
const fault = fc.record({
  operation: fc.constantFrom('SetDefault', 'AddExtra', 'RemoveExtra'),
  kind: fc.constantFrom(...KINDS),
  after: fc.nat(2),
  times: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(500)),
});

const circumstances = fc.record({
  faults: fc.array(fault, { maxLength: 3 }),
  type: fc.constantFrom('memory', 'memory-replacing'),
  slots: fc.tuple(fc.constantFrom('default', 'sni'), fc.constantFrom('default', 'sni')),
  probe: fc.boolean(),
  /** Whether the target has deployed before. */
  again: fc.boolean(),
  staleLooks: fc.nat(4),
  unknownBinds: fc.nat(2),
  importFault: fc.constantFrom(undefined, 'lost-answer' as const, 'lost-request' as const),
  /** Writes of the journal and requests after which the process is killed. */
  killAfter: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 40 })),
});
type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

let leaves: readonly [IssuedLeaf, IssuedLeaf, IssuedLeaf];
beforeAll(async () => {
  const scenario = await Scenario.create();
  const at = (hours: number) => ({ notBefore: scenario.clock.now() - hours * 3_600_000 });
  leaves = [await scenario.issue(at(30)), await scenario.issue(at(20)), await scenario.issue(at(10))];
});

function requestOf(front: FleetFront, given: Circumstances, leaf: IssuedLeaf) {
  const [one, two] = given.slots;
  const bindings = [
    bindingOf('front', { slot: one, probe: given.probe }),
    bindingOf('side', { slot: two, probe: given.probe }),
  ];
  return {
    target: front.target({ type: given.type, bindings }),
    certificate: leaf.certificatePem,
    chain: leaf.chainPem,
    privateKey: leaf.privateKeyPem,
  };
}

/** What the listeners point at, and what is stored under it. */
function stateOf({ scenario }: FleetFront): unknown {
  return {
    listeners: structuredClone([...scenario.balancer.listeners]),
    leaves: scenario.service.all().map(({ reference, leafPem }) => [reference, leafPem]),
  };
}

/** What each listener uses in the slot of the target. */
function usedBy({ scenario }: FleetFront, { slots }: Circumstances): readonly string[][] {
  return ['front', 'side'].map((name, at) => {
    const listener = scenario.balancer.listeners.get(name);
    if (!listener) throw new Error(`${name} is gone`);
    return slots[at] === 'default' ? [listener.default] : listener.extra;
  });
}

async function check(front: FleetFront, given: Circumstances, outcome: Outcome, before: unknown) {
  const { service, journal } = front.scenario;
  for (const { default: only, extra } of front.scenario.balancer.listeners.values()) {
    // A listener never is without a certificate that exists.
    for (const reference of [only, ...extra]) expect(service.held.has(reference)).toBe(true);
  }
  switch (outcome.status) {
    case 'deployed':
    case 'unchanged':
      for (const used of usedBy(front, given)) {
        const served = used.map((reference) => service.held.get(reference)?.leafPem);
        expect(served).toContain(leaves[1].certificatePem);
      }
      break;
    case 'refused':
    case 'failed':
    case 'restored':
    case 'withdrawn':
      expect(stateOf(front)).toEqual(before);
      break;
    case 'also_failed':
      expect(outcome.commands).not.toEqual([]);
      break;
    default:
  }
  expect(await journal.countOpen()).toBe(outcome.status === 'unresolved' ? 1 : 0);
}

describe('a deploy with consumers, any failure and any death', { timeout: TIMEOUT_MS }, () => {
  it('ends as its outcome says, no listener is ever without a certificate, and the next one ends well', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(circumstances, async (given) => {
        const front = await FleetFront.create();
        const { scenario } = front;
        if (given.again) {
          const first = await scenario.engine.deploy(requestOf(front, given, leaves[0]));
          expect(first.status).toBe('deployed');
        }
        const before = stateOf(front);
        for (const { operation, ...rest } of given.faults) {
          scenario.balancer.faults.push({ operation: `balancer:${operation}`, ...rest });
        }
        if (given.importFault) scenario.fault({ operation: 'memory:Import', kind: given.importFault });
        scenario.balancer.staleLooks = given.staleLooks;
        scenario.balancer.unknownBinds = given.unknownBinds;
        const { engine, life } = mortalEngine(front, given.killAfter ?? Number.POSITIVE_INFINITY);
        const outcome = await engine.deploy(requestOf(front, given, leaves[1])).catch((error: unknown) => {
          if (life.dead) return undefined;
          throw error;
        });
        if (outcome && !life.dead) await check(front, given, outcome, before);
        const word = outcome && !life.dead ? outcome.status : 'killed';
        seen.set(word, (seen.get(word) ?? 0) + 1);

        scenario.balancer.heal();
        scenario.service.heal();
        scenario.clock.advance(3_600_000);
        const next = await scenario.engine.deploy(requestOf(front, given, leaves[2]));
        expect(next).toMatchObject({ status: 'deployed' });
        for (const used of usedBy(front, given)) {
          const served = used.map((reference) => scenario.service.held.get(reference)?.leafPem);
          expect(served).toContain(leaves[2].certificatePem);
          expect(served).not.toContain(leaves[1].certificatePem);
        }
        expect(await scenario.journal.countOpen()).toBe(0);
        const attempts = scenario.audit
          .rows()
          .filter(({ event }) => event === 'deploy' || event === 'recovery');
        const opened = attempts.map(({ deploymentId, outcome: end }) => `${deploymentId} ${end}`);
        expect(new Set(opened).size).toBe(opened.length);
      }),
      { numRuns: RUNS },
    );
    for (const word of ['deployed', 'restored', 'killed']) expect([...seen.keys()]).toContain(word);
  });
});
