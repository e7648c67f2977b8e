import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry, Phase } from '../journal/journal.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import { Scenario } from '../testing/scenario.js';

/** Fails from a phase on: what a backup that was made at that moment holds. */
class CutJournal extends MemoryJournal {
  #isCut: boolean;

  constructor(private readonly after: Phase) {
    super();
    this.#isCut = after === 'opened';
  }

  override async advance(...words: Parameters<MemoryJournal['advance']>): Promise<void> {
    if (this.#isCut) throw new Error('cut');
    await super.advance(...words);
    this.#isCut = words[2].phase === this.after;
  }

  override async close(...words: Parameters<MemoryJournal['close']>): Promise<void> {
    if (this.#isCut) throw new Error('cut');
    await super.close(...words);
  }
}

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

/** Records with an open entry of a backup that was made after a renewal had come to that point. */
async function restoredAfter(phase: Phase, changes: Partial<JournalEntry> = {}) {
  const old = await scenario.deployed();
  const cut = new CutJournal(phase);
  scenario.restart({ journal: cut });
  const renewed = await scenario.issue();
  await scenario.deploy(renewed);
  const entry = await cut.findOpen({ addresses: [], targetId: 'web' });
  if (!entry) throw new Error('no entry was left open');
  const journal = new MemoryJournal();
  await journal.open({ ...entry, fromBackup: scenario.clock.now(), ...changes });
  scenario.restart({ journal });
  scenario.service.faults.length = 0;
  scenario.service.requests.length = 0;
  return { old, renewed, journal, tags: entry.tags };
}

const writesOf = () => scenario.service.writes();

describe('an entry that was restored from a backup', () => {
  it('is closed as deployed where its certificate is held, whole', async () => {
    const { renewed, journal, tags } = await restoredAfter('imported');
    scenario.only().tags = { ...tags };
    expect(await scenario.deploy(renewed)).toMatchObject({ status: 'unchanged' });
    expect(journal.closed()).toMatchObject([{ status: 'deployed' }]);
    expect(writesOf()).toBe(0);
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'recovery', outcome: 'deployed' }),
    );
  });

  it('gets no missing tags set: the target is on hold, and the key of what is held is kept', async () => {
    const { renewed, journal } = await restoredAfter('imported');
    scenario.only().tags = { 'certctl-managed-by': 'certctl' };
    await scenario.deploy(renewed);
    expect(journal.closed()).toMatchObject([{ status: 'also_failed' }]);
    expect(writesOf()).toBe(0);
    expect(await scenario.holds.get('web')).toMatchObject({ fingerprint: renewed.facts.fingerprint });
    const kept = await scenario.keeper.list('memory/certificate/1');
    expect(kept.find(({ role }) => role === 'current')?.fingerprint).toBe(renewed.facts.fingerprint);
  });

  it('is not gone forward with, nor back, when the old certificate is held again', async () => {
    const { old, renewed, journal } = await restoredAfter('imported');
    scenario.only().leafPem = old.certificatePem;
    expect(await scenario.deploy(renewed)).toMatchObject({ status: 'refused' });
    expect(journal.closed()).toMatchObject([{ status: 'restored' }]);
    expect(writesOf()).toBe(0);
  });

  it('that was going back sends nothing back over what is held now', async () => {
    const { renewed, journal } = await restoredAfter('imported', { phase: 'restoring' });
    await scenario.deploy(renewed);
    expect(journal.closed()).toMatchObject([{ status: 'also_failed' }]);
    expect(writesOf()).toBe(0);
    expect(scenario.serves(renewed)).toBe(true);
  });

  it('leaves alone what was deployed after the backup', async () => {
    const { renewed, journal } = await restoredAfter('imported');
    const later = await scenario.issue();
    scenario.only().leafPem = later.certificatePem;
    await scenario.deploy(renewed);
    expect(journal.closed()).toMatchObject([{ status: 'also_failed' }]);
    expect(writesOf()).toBe(0);
  });

  it('had sent nothing, as far as is seen, when the certificate of before is held', async () => {
    const { renewed, journal } = await restoredAfter('opened');
    await scenario.engine.plan({ target: scenario.target(), ...words(renewed) });
    expect(await scenario.journal.countOpen()).toBe(1);
    await scenario.deploy(renewed);
    expect(journal.closed()[0]).toMatchObject({ status: 'failed' });
  });

  it('stays open while nothing can be seen', async () => {
    const { renewed, journal } = await restoredAfter('imported');
    scenario.fault({ operation: 'memory:Get', kind: 'forbidden', times: 1_000 });
    expect(await scenario.deploy(renewed)).toMatchObject({
      status: 'failed',
      error: { code: 'earlier_unresolved' },
    });
    expect(await journal.countOpen()).toBe(1);
  });
});

describe('records that were restored', () => {
  const backupAt = Date.UTC(2026, 10, 20);
  let first: Awaited<ReturnType<Scenario['issue']>>;
  beforeEach(async () => {
    first = await scenario.deployed();
    scenario.holds.markRestored(backupAt, scenario.clock.now());
  });

  const renewal = () => scenario.issue({ notBefore: scenario.clock.now() - 60_000 });
  const onHold = expect.objectContaining({
    code: 'on_hold',
    severity: 'refusal',
    message: expect.stringMatching(
      /backup of 2026-11-20T.*what is held now is what the records say was deployed last/,
    ),
  });

  it('put every target on hold, and no newer certificate lifts it', async () => {
    for (let round = 0; round < 2; round += 1) {
      const outcome = await scenario.deploy(await renewal());
      expect(outcome).toMatchObject({ status: 'refused', findings: expect.arrayContaining([onHold]) });
    }
    expect(scenario.service.writes()).toBe(0);
    const status = await scenario.engine.show(scenario.target());
    expect(status).toMatchObject({ restored: { backupAt }, state: 'present' });
  });

  it('leave a target alone that holds what is wanted', async () => {
    scenario.holds.markRestored(backupAt, scenario.clock.now());
    expect(await scenario.deploy(first)).toMatchObject({ status: 'unchanged' });
  });

  it('say when what is held is not among them', async () => {
    const foreign = await scenario.issue();
    scenario.only().leafPem = foreign.certificatePem;
    const { findings } = await scenario.deploy(await renewal());
    expect(findings.find(({ code }) => code === 'on_hold')?.message).toContain('is not in the records');
  });

  it('are used again for a target that was released, and for that one only', async () => {
    expect(await scenario.engine.release('web', 'ann')).toBe(true);
    expect((await scenario.deploy(await renewal())).status).toBe('deployed');
    const other = await scenario.deploy(await renewal(), { target: scenario.target({ id: 'other' }) });
    expect(other).toMatchObject({
      status: 'refused',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'on_hold' })]),
    });
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'release', targetId: 'web', actor: 'ann' }),
    );
    expect(await scenario.engine.release('web')).toBe(false);
  });

  it('are used again by all when all are released, but for a target whose deploy had failed', async () => {
    const failed = await renewal();
    await scenario.engine.release('web');
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    expect((await scenario.deploy(failed)).status).toBe('restored');
    scenario.holds.markRestored(backupAt, scenario.clock.now());
    expect(await scenario.engine.releaseRestored('ann')).toBe(true);
    expect(await scenario.engine.releaseRestored('ann')).toBe(false);
    expect(scenario.audit.rows().at(-1)).toMatchObject({ event: 'release', targetId: '*', actor: 'ann' });
    const again = await scenario.deploy(failed);
    expect(again.findings.find(({ code }) => code === 'on_hold')?.message).toContain('ended restored');
    expect(await scenario.engine.release('web')).toBe(true);
  });
});

function words(leaf: Awaited<ReturnType<Scenario['issue']>>) {
  return { certificate: leaf.certificatePem, chain: leaf.chainPem, privateKey: leaf.privateKeyPem };
}
