import { CertctlError } from '@certctl/plugin-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryJournal } from '../journal/memory-journal.js';
import type { KeepMode } from '../target.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

const ADDRESS = 'memory/certificate/1';
const kept = async () =>
  (await scenario.keeper.list(ADDRESS)).map(({ role, holdsKey }) => `${role} ${holdsKey}`);

/** What the plan of a renewal says of the way back. */
async function planned(keep: KeepMode, over: { previousKey?: string; require?: true } = {}) {
  const renewed = await scenario.issue();
  const plan = await scenario.engine.plan({
    target: scenario.target({ keep, ...(over.require ? { require_rollback: true } : {}) }),
    certificate: renewed.certificatePem,
    chain: renewed.chainPem,
    privateKey: renewed.privateKeyPem,
    ...(over.previousKey === undefined ? {} : { previousKey: over.previousKey }),
  });
  const found = plan.findings.map(({ code, severity }) => `${code} ${severity}`);
  return { verdict: plan.verdict, rollback: plan.rollback, found };
}

/** Lets so many changes of a phase through, and then none: what a process that is killed leaves behind. */
class DyingJournal extends MemoryJournal {
  #left: number;

  constructor(left: number) {
    super();
    this.#left = left;
  }

  /** The process that comes next writes as it likes. */
  revive(): void {
    this.#left = Number.POSITIVE_INFINITY;
  }

  override async advance(...args: Parameters<MemoryJournal['advance']>) {
    this.#spend();
    return super.advance(...args);
  }

  override async close(...args: Parameters<MemoryJournal['close']>) {
    this.#spend();
    return super.close(...args);
  }

  #spend(): void {
    if (this.#left-- <= 0) throw new Error('killed');
  }
}

describe.each(['caller', 'off'] as const)('a target with keep: %s', (keep) => {
  it('keeps no key of what it deploys, and still knows its leaf', async () => {
    const leaf = await scenario.deployed({ target: scenario.target({ keep }) });
    expect(await kept()).toEqual(['current false']);
    expect(await scenario.keeper.find(ADDRESS, leaf.facts.fingerprint)).toBeUndefined();
    expect(await scenario.engine.verify(scenario.target({ keep }))).toMatchObject({ result: 'in_sync' });
  });

  it('says in the plan that nothing can come back, and refuses where that is required', async () => {
    await scenario.deployed({ target: scenario.target({ keep }) });
    const note = `keys_not_kept ${keep === 'caller' ? 'note' : 'warning'}`;
    expect(await planned(keep)).toEqual({
      verdict: 'changes',
      rollback: 'impossible',
      found: ['rollback_impossible warning', note],
    });
    expect(await planned(keep, { require: true })).toMatchObject({
      verdict: 'refused',
      found: ['rollback_impossible refusal', note],
    });
  });

  it('goes back with the key that its caller gives', async () => {
    const old = await scenario.deployed({ target: scenario.target({ keep }) });
    const previousKey = old.privateKeyPem;
    expect(await planned(keep, { previousKey, require: true })).toMatchObject({ rollback: 'caller-key' });
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue(), {
      target: scenario.target({ keep }),
      previousKey,
    });
    expect(outcome.status).toBe('restored');
    expect(scenario.serves(old)).toBe(true);
    expect(await kept()).toEqual(['current false']);
  });

  it('ends without a key as a rollback that failed', async () => {
    await scenario.deployed({ target: scenario.target({ keep }) });
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const outcome = await scenario.deploy(await scenario.issue(), { target: scenario.target({ keep }) });
    expect(outcome).toMatchObject({ status: 'also_failed', why: 'no_key' });
  });

  it('is closed after a crash as a rollback that failed, when its way back needs a key that nobody gives', async () => {
    const target = scenario.target({ keep });
    const old = await scenario.deployed({ target });
    // Opened, importing, imported, restoring; then it dies, with the new one in service.
    const survivor = new DyingJournal(4);
    scenario.restart({ journal: survivor });
    scenario.fault({ operation: 'memory:SetTags', kind: 'refused' });
    const renewed = await scenario.issue();
    const killed = await scenario.deploy(renewed, { target, previousKey: old.privateKeyPem });
    expect(killed.status).toBe('unresolved');
    survivor.revive();
    scenario.restart();
    await scenario.deploy(renewed, { target });
    expect(survivor.closed()[0]).toMatchObject({ status: 'also_failed' });
    expect(await scenario.journal.countOpen()).toBe(0);
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'recovery', outcome: 'also_failed' }),
    );
  });

  it('destroys at its next commit what was kept before, each with its row in the audit', async () => {
    const old = await scenario.deployed();
    expect(await planned(keep)).toMatchObject({ rollback: 'kept-key' });
    await scenario.deploy(await scenario.issue(), { target: scenario.target({ keep }) });
    expect(await kept()).toEqual(['current false', 'previous false']);
    expect(scenario.audit.rows().filter(({ event }) => event === 'key-destruction')).toMatchObject([
      { address: ADDRESS, leaf: old.facts.fingerprint, serialBefore: old.facts.serial },
    ]);
  });

  it('does not depend on what was kept once and cannot be opened now', async () => {
    const old = await scenario.deployed();
    scenario.keeper.find = () => Promise.reject(new CertctlError('key_encryption_key_wrong', 'another key'));
    await expect(planned('sealed')).rejects.toMatchObject({ code: 'key_encryption_key_wrong' });
    expect(await planned(keep)).toMatchObject({ verdict: 'changes', rollback: 'impossible' });
    const previousKey = old.privateKeyPem;
    expect(await planned(keep, { previousKey })).toMatchObject({ rollback: 'caller-key' });
    const target = scenario.target({ keep });
    expect(await scenario.deploy(await scenario.issue(), { target, previousKey })).toMatchObject({
      status: 'deployed',
    });
  });
});

describe('a target that keeps its keys', () => {
  it('is refused when the word for it is none', async () => {
    // What a file says need not be a mode.
    const target = { ...scenario.target(), keep: 'sealed-ish' as KeepMode };
    expect(await scenario.deploy(await scenario.issue(), { target })).toMatchObject({
      status: 'refused',
      error: { code: 'target_invalid', message: expect.stringContaining('"sealed-ish"') },
    });
  });

  it('fails before any write when what seals them is out of reach', async () => {
    await scenario.deployed();
    scenario.keeper.keepPending = () =>
      Promise.reject(new CertctlError('key_encryption_key_unreachable', 'no answer'));
    const outcome = await scenario.deploy(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'key_encryption_key_unreachable' } });
    expect(scenario.service.writes()).toBe(0);
  });

  it('leaves a first import open when what seals them is gone before it has an address, and finds it again', async () => {
    const leaf = await scenario.issue();
    const move = scenario.keeper.move.bind(scenario.keeper);
    scenario.keeper.move = () =>
      Promise.reject(new CertctlError('key_encryption_key_unreachable', 'no answer'));
    expect(await scenario.deploy(leaf)).toMatchObject({
      status: 'unresolved',
      error: { code: 'key_encryption_key_unreachable' },
    });
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'failed' });
    scenario.keeper.move = move;
    expect(await scenario.deploy(leaf)).toMatchObject({ status: 'unchanged' });
    expect(scenario.service.all()).toHaveLength(1);
    expect(await kept()).toEqual(['current true']);
    expect(await scenario.journal.countOpen()).toBe(0);
  });

  it('waits on the way back for what seals them, as long as that may come back', async () => {
    const old = await scenario.deployed();
    scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
    const find = scenario.keeper.find.bind(scenario.keeper);
    let calls = 0;
    scenario.keeper.find = (...query) => {
      calls += 1;
      // Answered for the plan, then twice not.
      return calls === 2 || calls === 3
        ? Promise.reject(new CertctlError('key_encryption_key_unreachable', 'no answer'))
        : find(...query);
    };
    expect(await scenario.deploy(await scenario.issue())).toMatchObject({ status: 'restored' });
    expect(scenario.serves(old)).toBe(true);
  });

  it.each(['key_encryption_key_unreachable', 'key_encryption_key_refused', 'store_corrupt'] as const)(
    'says on the way back that there is no key, when %s',
    async (code) => {
      await scenario.deployed();
      scenario.fault({ operation: 'memory:Import', kind: 'wrong-certificate' });
      const find = scenario.keeper.find.bind(scenario.keeper);
      let planned = false;
      scenario.keeper.find = (...query) => {
        if (planned) return Promise.reject(new CertctlError(code, 'not now'));
        planned = true;
        return find(...query);
      };
      expect(await scenario.deploy(await scenario.issue())).toMatchObject({
        status: 'also_failed',
        why: 'no_key',
        rollbackError: { code },
      });
      expect(await scenario.journal.countOpen()).toBe(0);
    },
  );

  it('destroys the previous one at the next commit, once its certificate has expired', async () => {
    const old = await scenario.issue({ notAfter: scenario.clock.now() + 60_000 });
    await scenario.deploy(old);
    scenario.clock.advance(120_000);
    await scenario.deploy(await scenario.issue());
    expect(await kept()).toEqual(['current true', 'previous false']);
    expect(scenario.audit.rows()).toContainEqual(
      expect.objectContaining({ event: 'key-destruction', leaf: old.facts.fingerprint }),
    );
  });
});
