import { TOKENS, ungoverned } from '@certctl/engine';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AcmScenario,
  codesOf,
  expectStatus,
  handshake,
  holds,
  leafIssued,
  type ScenarioOptions,
  spkiSha256,
} from './acm-scenario.js';

let scenario: AcmScenario;
afterEach(() => scenario.close());

async function start(options: ScenarioOptions = {}): Promise<AcmScenario> {
  scenario = await AcmScenario.create(options);
  return scenario;
}

describe('a first deploy', () => {
  it('imports, tags and proves, and gives the ARN back', async () => {
    await start();
    const leaf = await leafIssued(10);
    const outcome = expectStatus(
      await scenario.deploy(leaf, { target: scenario.target({ tags: { env: 'test' } }) }),
      'deployed',
    );
    const stored = scenario.only();
    expect(outcome.reference).toBe(stored.arn);
    expect(holds(stored, leaf)).toBe(true);
    expect(stored.tags).toEqual({
      env: 'test',
      'certctl-managed-by': 'certctl',
      'certctl-certificate-id': 'web',
      'certctl-target-id': 'web',
      'certctl-instance': 'e2e',
    });
    expect(scenario.writes()).toEqual(['ImportCertificate']);
  });

  it('is found again by an engine that remembers nothing, and no second certificate is made', async () => {
    await start();
    const arn = await scenario.deployed(await leafIssued(10));
    scenario.startWithoutRecords();
    const renewed = await leafIssued(5);
    const outcome = expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(outcome.reference).toBe(arn);
    expect(holds(scenario.only(), renewed)).toBe(true);
    expect(codesOf(outcome)).toContain('rollback_impossible');
  });

  it('whose answer was lost is found by its serial', async () => {
    await start();
    const fault = scenario.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'reset',
      when: 'after-effect',
    });
    const leaf = await leafIssued(10);
    const outcome = expectStatus(await scenario.deploy(leaf), 'deployed');
    expect(fault.used).toBe(1);
    expect(outcome.reference).toBe(scenario.only().arn);
    expect(scenario.writes()).toEqual(['ImportCertificate']);
    expect(scenario.emulator.requests.of('SearchCertificates').length).toBeGreaterThan(0);
    // Once, before the import: an index of tags that shows nothing is not believed alone.
    expect(scenario.emulator.requests.of('ListCertificates')).toHaveLength(1);
  });

  it('whose answer was lost is found in the list while the search lags', async () => {
    await start({ emulator: { searchLag: 60_000 } });
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'reset', when: 'after-effect' });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'deployed');
    expect(outcome.reference).toBe(scenario.only().arn);
    expect(scenario.writes()).toEqual(['ImportCertificate']);
    expect(scenario.emulator.requests.of('ListCertificates').length).toBeGreaterThan(0);
  });

  it('that the service stored wrongly is withdrawn: deleted', async () => {
    await start();
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    expectStatus(await scenario.deploy(await leafIssued(10)), 'withdrawn');
    expect(scenario.emulator.state.certificates()).toEqual([]);
    expect(scenario.writes()).toEqual(['ImportCertificate', 'DeleteCertificate']);
  });

  it('that is in use already is not deleted under its consumers', async () => {
    await start({
      emulator: {
        onRequest: ({ operation }) => {
          if (operation !== 'ImportCertificate') return;
          for (const { arn } of scenario.emulator.state.certificates())
            scenario.emulator.use(arn, 'arn:of:alb');
        },
      },
    });
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(10)), 'also_failed');
    expect(outcome).toMatchObject({ why: 'nothing_to_restore', holds: 'foreign' });
    expect(scenario.only().inUseBy).toEqual(['arn:of:alb']);
    expect(scenario.writes()).toEqual(['ImportCertificate']);
  });
});

describe('a renewal', () => {
  it('is in place, and tags that the service lost are put back', async () => {
    await start({ emulator: { tagsOnReimport: 'lose' } });
    const target = scenario.target({ tags: { env: 'test' } });
    const arn = await scenario.deployed(await leafIssued(10), { target });
    const { tags } = scenario.only();
    const renewed = await leafIssued(5);
    const outcome = expectStatus(await scenario.deploy(renewed, { target }), 'deployed');
    expect(outcome.reference).toBe(arn);
    expect(holds(scenario.only(), renewed)).toBe(true);
    expect(scenario.only().tags).toEqual(tags);
    expect(scenario.writes()).toEqual(['ImportCertificate', 'AddTagsToCertificate']);
  });

  it('that is repeated sends no write', async () => {
    await start();
    const leaf = await leafIssued(10);
    await scenario.deployed(leaf);
    expectStatus(await scenario.deploy(leaf), 'unchanged');
    scenario.startWithoutRecords();
    expectStatus(await scenario.deploy(leaf), 'unchanged');
    expect(scenario.writes()).toEqual([]);
  });

  it('waits out reads that still show the old certificate', async () => {
    await start({ emulator: { lateReads: { reads: 4 } } });
    const [old, renewed] = [await leafIssued(10), await leafIssued(5)];
    const arn = await scenario.deployed(old);
    const outcome = expectStatus(await scenario.deploy(renewed), 'deployed');
    expect(outcome.reference).toBe(arn);
    expect(outcome.calls.filter(({ step }) => step === 'prove').length).toBeGreaterThan(1);
    expect(holds(scenario.only(), renewed)).toBe(true);
  });

  it('that ACM refuses leaves everything as it was', async () => {
    await start();
    const old = await leafIssued(10);
    await scenario.deployed(old);
    scenario.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'ValidationException',
      message: 'for a reason that no plan can know',
    });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'failed');
    expect(outcome.error).toMatchObject({ code: 'service_refused', operation: 'acm:ImportCertificate' });
    expect(holds(scenario.only(), old)).toBe(true);
    expect(scenario.only().imports).toHaveLength(1);
  });
});

describe('a renewal that goes wrong', () => {
  it('is taken back: a TLS client gets the old leaf, proven with the old key', async () => {
    await start({ emulator: { tagsOnReimport: 'lose' } });
    const old = await leafIssued(10);
    const arn = await scenario.deployed(old);
    const { tags } = scenario.only();
    const listener = await scenario.emulator.listenTls(arn);
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    expectStatus(await scenario.deploy(await leafIssued(5)), 'restored');
    const served = await handshake(listener);
    expect(Buffer.compare(served.raw, old.facts.der)).toBe(0);
    expect(spkiSha256(served.toString())).toBe(spkiSha256(old.certificatePem));
    expect(scenario.only().tags).toEqual(tags);
    expect(scenario.only().imports).toHaveLength(3);
  });

  it('is taken back with the key of the caller, when none is kept', async () => {
    await start();
    const old = await leafIssued(10);
    const arn = await scenario.deployed(old);
    scenario.startWithoutRecords();
    scenario.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const outcome = expectStatus(
      await scenario.deploy(await leafIssued(5), { previousKey: old.privateKeyPem }),
      'restored',
    );
    expect(outcome.plan?.rollback).toBe('caller-key');
    const served = await handshake(await scenario.emulator.listenTls(arn));
    expect(Buffer.compare(served.raw, old.facts.der)).toBe(0);
  });

  it('and whose way back is refused too ends with the commands that repair it, and the target on hold', async () => {
    await start();
    const arn = await scenario.deployed(await leafIssued(10));
    const renewed = await leafIssued(5);
    const { faults } = scenario.emulator;
    faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate', on: { nth: 1 } });
    faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'ValidationException',
      message: 'no',
      on: { times: 100, after: 1 },
    });
    const outcome = expectStatus(await scenario.deploy(renewed), 'also_failed');
    expect(outcome).toMatchObject({ why: 'restore_failed', holds: 'foreign' });
    expect(outcome.rollbackError).toMatchObject({ code: 'service_refused' });
    const commands = outcome.commands.map(({ command }) => command);
    expect(commands[0]).toContain('aws acm import-certificate');
    expect(commands[0]).toContain(arn);
    expect(commands[0]).not.toContain('--tags');
    faults.clear();
    const again = expectStatus(await scenario.deploy(renewed), 'refused');
    expect(codesOf(again)).toContain('on_hold');
    expectStatus(await scenario.deploy(await leafIssued(1)), 'deployed');
  });
});

describe('a service under pressure', () => {
  it('throttles a host that does not pace, and fresh deploys and renewals still end well', async () => {
    await start({
      emulator: { rates: 'published' },
      services: [[TOKENS.governor, ungoverned]],
      timing: { attempts: 60, retryFirstMs: 100, retryLongestMs: 1_000, proveMs: 5_000 },
    });
    const ids = ['one', 'two', 'three'];
    const round = async (hoursAgo: number) => {
      const leaf = await leafIssued(hoursAgo);
      const deploy = (id: string) => scenario.deploy(leaf, { target: scenario.target({}, { id }) });
      return Promise.all(ids.map(deploy));
    };
    for (const outcome of [...(await round(10)), ...(await round(5))]) expectStatus(outcome, 'deployed');
    expect(scenario.emulator.state.certificates()).toHaveLength(3);
    const refused = scenario.emulator.requests.all().filter(({ error }) => error === 'ThrottlingException');
    expect(refused.length).toBeGreaterThan(0);
  });

  it('that has spent the quota of the year is asked once and no more', async () => {
    await start();
    const old = await leafIssued(10);
    await scenario.deployed(old);
    Object.assign(scenario.emulator.settings, {
      quotas: { certificates: 2_500, importsPerYear: 1, countReimports: true },
    });
    const outcome = expectStatus(await scenario.deploy(await leafIssued(5)), 'failed');
    expect(outcome.error.failure).toMatchObject({ class: 'refused', code: 'LimitExceededException' });
    expect(scenario.emulator.requests.of('ImportCertificate')).toHaveLength(1);
    expect(holds(scenario.only(), old)).toBe(true);
  });
});
