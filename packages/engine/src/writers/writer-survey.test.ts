import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';

const DAY = 86_400_000;

let scenario: Scenario;

beforeEach(async () => {
  scenario = await Scenario.create();
});

const trail = () => scenario.service.trail;

/** Another principal writes, past the engine. */
function stranger(principal = 'memory:mallory'): void {
  trail().principal = principal;
  scenario.service.setTags(scenario.only().reference, { by: principal });
  trail().principal = 'memory:certctl';
}

async function codes(): Promise<readonly string[]> {
  return (await scenario.engine.writers(scenario.target())).findings.map(({ code }) => code);
}

describe('who wrote to a target', () => {
  it('is nobody but us, told by the requests of our own deploys', async () => {
    await scenario.deployed();
    const report = await scenario.engine.writers(scenario.target());
    const [store] = report.places;
    const [last] = await scenario.engine.deployments('web');
    expect(report).toMatchObject({ verdict: 'alone', others: [] });
    expect(store).toMatchObject({ kind: 'store', known: true, self: 'memory:certctl' });
    expect(store?.writes.length).toBeGreaterThan(0);
    for (const write of store?.writes ?? []) {
      expect(write).toMatchObject({ writer: 'this', by: 'request', deploymentId: last?.id });
    }
  });

  it('is told by the principal when no record of ours has the request', async () => {
    await scenario.deployed();
    scenario.deployments.list = async () => [];
    const { verdict, places } = await scenario.engine.writers(scenario.target());
    expect(verdict).toBe('alone');
    expect(places[0]?.writes[0]).toMatchObject({ writer: 'ours', by: 'principal' });
    expect(places[0]?.writes[0]).not.toHaveProperty('deploymentId');
  });

  it('is somebody else as soon as one write is by another principal', async () => {
    await scenario.deployed();
    scenario.clock.advance(1_000);
    stranger();
    stranger();
    stranger('memory:eve');
    const { verdict, others, places } = await scenario.engine.writers(scenario.target());
    expect({ verdict, others }).toEqual({ verdict: 'others', others: ['memory:mallory', 'memory:eve'] });
    expect(places[0]?.writes[0]).toMatchObject({ writer: 'other', principal: 'memory:mallory' });
    expect(places[0]?.writes[0]).not.toHaveProperty('by');
  });

  it('is nobody when the service refused them, and the attempt is shown', async () => {
    await scenario.deployed();
    scenario.fault({ operation: 'memory:SetTags', kind: 'forbidden' });
    expect(() => stranger()).toThrow();
    trail().principal = 'memory:certctl';
    const { verdict, places } = await scenario.engine.writers(scenario.target());
    expect(verdict).toBe('alone');
    expect(places[0]?.writes).toContainEqual(
      expect.objectContaining({ writer: 'other', outcome: 'refused', errorCode: 'AccessDenied' }),
    );
  });

  it('leaves out what lies outside of the time that was asked for', async () => {
    await scenario.deployed();
    stranger();
    scenario.clock.advance(10 * DAY);
    expect(await scenario.engine.writers(scenario.target())).toMatchObject({ verdict: 'alone' });
    const since = scenario.clock.now() - 11 * DAY;
    expect(await scenario.engine.writers(scenario.target(), { since })).toMatchObject({ verdict: 'others' });
    const until = since;
    await expect(scenario.engine.writers(scenario.target(), { since, until })).rejects.toMatchObject({
      code: 'window_invalid',
    });
  });

  it('is not known when the record may not be read, and names the statement to grant', async () => {
    await scenario.deployed();
    trail().faults.push({ operation: 'memory:LookupWrites', kind: 'forbidden' });
    const { verdict, places, findings } = await scenario.engine.writers(scenario.target());
    expect(verdict).toBe('unknown');
    expect(places[0]).toMatchObject({ known: false, trails: [{ state: 'refused' }] });
    expect(findings.map(({ code }) => code)).toEqual(['trail_not_read', 'writers_unknown']);
    expect(findings[0]?.remedy).toContain('{"allow":"memory:LookupWrites"}');
  });

  it('is not known when the record breaks off, and whoever was seen by then is told', async () => {
    await scenario.deployed();
    trail().faults.push({ operation: 'memory:LookupWrites', kind: 'lost-request', times: 100 });
    const { verdict, places } = await scenario.engine.writers(scenario.target());
    expect(verdict).toBe('unknown');
    expect(places[0]?.trails[0]).toMatchObject({ state: 'failed', error: { code: 'service_broken' } });
  });

  it('says how late the record is, and how far it goes back', async () => {
    await scenario.deployed();
    expect(await codes()).toEqual(['trail_lags']);
    const since = scenario.clock.now() - 31 * DAY;
    const until = scenario.clock.now() - DAY;
    const { findings } = await scenario.engine.writers(scenario.target(), { since, until });
    expect(findings.map(({ code }) => code)).toEqual(['trail_shorter']);
  });

  it('takes no write for ours by a principal that could not be told', async () => {
    await scenario.deployed();
    scenario.deployments.list = async () => [];
    trail().self = undefined;
    expect(await codes()).toContain('self_unknown');
    trail().self = 'memory:certctl';
    trail().faults.push({ operation: 'memory:WhoAmI', kind: 'forbidden' });
    const report = await scenario.engine.writers(scenario.target());
    expect(report).toMatchObject({ verdict: 'others', others: ['memory:certctl'] });
    expect(report.findings.map(({ code }) => code)).toContain('self_unknown');
  });

  it('is refused for a store without a record', async () => {
    await scenario.deployedToVault();
    await expect(scenario.engine.writers(scenario.vaultTarget())).rejects.toMatchObject({
      code: 'writers_unsupported',
    });
  });
});

describe('who changed a consumer', () => {
  const bound = () =>
    scenario.target({ bindings: [{ type: 'memory-balancer', config: { listener: 'shop' } }] });

  it('is read beside the certificate, ours told from others', async () => {
    await scenario.deployed();
    const first = scenario.only().reference;
    scenario.balancer.add('shop', first);
    trail().principal = 'memory:mallory';
    scenario.balancer.setDefault('shop', first);
    const { verdict, places } = await scenario.engine.writers(bound());
    expect(verdict).toBe('others');
    expect(places.map(({ kind, title }) => [kind, title])).toEqual([
      ['store', first],
      ['consumer', 'listener shop (default)'],
    ]);
    expect(places[1]?.writes).toMatchObject([{ writer: 'other', operation: 'balancer:SetDefault' }]);
  });
});
