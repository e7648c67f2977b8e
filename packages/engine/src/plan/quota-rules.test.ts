import { type MemoryService, memoryStore } from '@certctl/reference';
import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

const YEAR_MS = 365 * 86_400_000;

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
  scenario.restart({ plugin: limited });
});

/** The store in memory, as a service that allows a hundred imports a year. */
function limited(service: MemoryService) {
  const quota = {
    operation: 'memory:Import',
    requests: 100,
    perMs: YEAR_MS,
    scope: 'memory',
    source: 'a page',
  };
  return { ...memoryStore(service), quotas: [{ ...quota, counted: true as const }] };
}

async function sentBefore(imports: number): Promise<void> {
  const until = scenario.clock.now() + YEAR_MS;
  for (let sent = 0; sent < imports; sent++) {
    const use = { id: String(sent), scope: 'memory', operation: 'memory:Import', until: until + sent };
    await scenario.usage.add(use, scenario.clock.now());
  }
}

describe('a service that counts the imports of a year', () => {
  it('is not spoken of while most of them are left', async () => {
    await sentBefore(79);
    const { findings } = await scenario.deploy(await scenario.issue());
    expect(findings.filter(({ code }) => code.startsWith('import_quota'))).toEqual([]);
  });

  it('is warned of when most of them are sent', async () => {
    await sentBefore(80);
    const { status, findings } = await scenario.deploy(await scenario.issue());
    expect(status).toBe('deployed');
    expect(findings.filter(({ code }) => code.startsWith('import_quota'))).toEqual([
      expect.objectContaining({
        code: 'import_quota_low',
        severity: 'warning',
        message: '80 of 100 memory:Import of 365 days in memory were sent from here',
      }),
    ]);
  });

  it('is sent no deploy when what is left is kept for restores, and the plan says when there is room', async () => {
    await sentBefore(95);
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('refused');
    expect(scenario.service.writes()).toBe(0);
    const finding = outcome.findings.find(({ code }) => code === 'import_quota_reserved');
    expect(finding?.message).toContain('95 of 100');
    expect(finding?.message).toContain('the last 5 are kept for restores');
    expect(finding?.remedy).toContain(new Date(scenario.clock.now() + YEAR_MS).toISOString());
  });

  it('is sent a restore out of the reserve', async () => {
    const old = await scenario.deployed();
    await sentBefore(93);
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
    // The first deploy, 93 others, the renewal and its restore: no more is left but for restores.
    expect((await scenario.deploy(await scenario.issue())).status).toBe('refused');
  });

  it('is sent the tags of a certificate that is held already', async () => {
    const held = await scenario.deployed();
    await sentBefore(99);
    scenario.only().tags = {};
    expect((await scenario.deploy(held)).status).toBe('deployed');
  });
});
