import { inspect } from 'node:util';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Fault, FaultKind, Stored } from '@certctl/reference';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../outcome/outcome.js';
import { Scenario } from '../testing/scenario.js';

const RUNS = Number(process.env.CERTCTL_PROPERTY_RUNS ?? 400);
const TIMEOUT_MS = Math.max(120_000, 50 * RUNS);

const OPERATIONS = [
  'memory:Import',
  'memory:Get',
  'memory:List',
  'memory:ListTags',
  'memory:SetTags',
  'memory:RemoveTags',
  'memory:Delete',
];
const KINDS: readonly FaultKind[] = [
  'refused',
  'forbidden',
  'throttled',
  'conflict',
  'absent',
  'lost-request',
  'lost-answer',
  'wrong-certificate',
  'ignored',
];

const fault = fc
  .record({
    operation: fc.constantFrom(...OPERATIONS),
    kind: fc.constantFrom(...KINDS),
    after: fc.nat(3),
    times: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(500)),
  })
  // A service that says of a deletion that there is nothing to delete is believed: nothing else could be.
  .filter(({ operation, kind }) => !(operation === 'memory:Delete' && kind === 'absent'));
const faults = fc.array(fault, { maxLength: 4 });

const circumstances = fc
  .record({
    faults,
    /** What is there before: nothing, or our certificate with or without its key kept. */
    before: fc.constantFrom('nothing' as const, 'kept' as const, 'key lost' as const),
    staleReads: fc.oneof(fc.constant(0), fc.nat(6), fc.constant(500)),
    tagsOnReimport: fc.constantFrom('keep' as const, 'lose' as const),
  })
  // Reads that stay behind past every deadline are told from the truth only while each write is answered
  // and does what it says.
  .filter(
    ({ faults, staleReads }) =>
      staleReads <= 6 || faults.every(({ kind }) => !kind.startsWith('lost') && kind !== 'wrong-certificate'),
  )
  // A service that says of a certificate which exists that it does not is believed where nothing was before.
  .filter(
    ({ faults, before }) =>
      before !== 'nothing' ||
      faults.every(({ operation, kind }) => operation !== 'memory:Get' || kind !== 'absent'),
  );

let leaves: { old: IssuedLeaf; renewed: IssuedLeaf; newest: IssuedLeaf };
beforeAll(async () => {
  const scenario = await Scenario.create();
  const at = (hours: number) => scenario.clock.now() - hours * 3_600_000;
  leaves = {
    old: await scenario.issue({ notBefore: at(30) }),
    renewed: await scenario.issue({ notBefore: at(20) }),
    newest: await scenario.issue({ notBefore: at(10) }),
  };
});

async function arrange(given: {
  before: string;
  faults: readonly Fault[];
  staleReads: number;
  tagsOnReimport: 'keep' | 'lose';
}) {
  const scenario = await Scenario.create();
  if (given.before !== 'nothing') await scenario.deploy(leaves.old);
  if (given.before === 'key lost') await scenario.keeper.move(scenario.only().reference, 'elsewhere');
  scenario.service.requests.length = 0;
  scenario.service.tagsOnReimport = given.tagsOnReimport;
  scenario.service.staleReads = given.staleReads;
  scenario.service.faults.push(...given.faults.map((fault) => ({ ...fault })));
  return scenario;
}

/** What is held must be what the outcome says, seen past engine and plugin. */
async function check(scenario: Scenario, outcome: Outcome, before: readonly Stored[]): Promise<void> {
  const after = scenario.service.all();
  expect(after.length).toBeLessThanOrEqual(1);
  switch (outcome.status) {
    case 'deployed':
    case 'unchanged':
      expect(scenario.serves(leaves.renewed)).toBe(true);
      if (
        !outcome.findings.some(
          (finding) => finding.code.startsWith('tags_not') || finding.code === 'permission_missing',
        )
      ) {
        expect(scenario.only().tags).toMatchObject({
          'certctl-managed-by': 'certctl',
          'certctl-target-id': 'web',
        });
      }
      break;
    case 'refused':
    case 'failed':
    case 'busy':
      expect(after).toEqual(before);
      break;
    case 'restored':
      expect(scenario.serves(leaves.old)).toBe(true);
      break;
    case 'withdrawn':
      expect(after).toEqual([]);
      break;
    case 'also_failed':
      expect(outcome.commands).not.toEqual([]);
      // What was last seen is no better than the reads are: past every deadline they may lie.
      if (scenario.service.staleReads > 6) break;
      if (outcome.holds === 'new') expect(scenario.serves(leaves.renewed)).toBe(true);
      if (outcome.holds === 'foreign') {
        expect(scenario.serves(leaves.renewed) || scenario.serves(leaves.old)).toBe(false);
      }
      break;
    case 'unresolved':
      break;
  }
  expect(await scenario.journal.countOpen()).toBe(outcome.status === 'unresolved' ? 1 : 0);
}

describe('a renewal with any failure at any call', { timeout: TIMEOUT_MS }, () => {
  it('ends in an outcome that says what is held, with one audit row, and the next one ends well', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(circumstances, async (given) => {
        const scenario = await arrange(given);
        const before = structuredClone(scenario.service.all());
        const rows = scenario.audit.rows().length;
        const outcome = await scenario.deploy(leaves.renewed);
        seen.add(outcome.status);
        await check(scenario, outcome, before);
        const attempts = scenario.audit
          .rows()
          .slice(rows)
          .filter((row) => row.event === 'deploy');
        expect(attempts.map((row) => row.outcome)).toEqual([outcome.status]);
        expectNoKey(outcome, scenario);

        scenario.service.heal();
        scenario.clock.advance(3_600_000);
        const next = await scenario.deploy(leaves.newest);
        expect(next.status === 'refused' ? next.error.code : next.status).toMatch(/deployed|plan_refused/);
        expect(await scenario.journal.countOpen()).toBe(0);
      }),
      { numRuns: RUNS },
    );
    expect([...seen].sort()).toEqual(
      ['also_failed', 'deployed', 'failed', 'refused', 'restored', 'unresolved', 'withdrawn'].sort(),
    );
  });
});

/** The middle of each key, as base64 and as hexadecimal: no output may hold either. */
function expectNoKey(outcome: Outcome, scenario: Scenario): void {
  const output = [
    JSON.stringify(outcome),
    inspect(outcome, { depth: 20 }),
    JSON.stringify(scenario.audit.rows()),
  ].join('\n');
  for (const { privateKeyPem } of Object.values(leaves)) {
    const lines = privateKeyPem.split('\n').slice(1, -2);
    for (const line of lines) expect(output).not.toContain(line);
    const der = Buffer.from(lines.join(''), 'base64');
    expect(output).not.toContain(der.subarray(40, 60).toString('hex'));
  }
}
