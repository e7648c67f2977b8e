import { provenanceTags } from '@certctl/plugin-api';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryKeyKeeper } from '../keeper/memory-key-keeper.js';
import { Scenario } from '../testing/scenario.js';

let scenario: Scenario;
beforeEach(async () => {
  scenario = await Scenario.create();
});

const OURS = provenanceTags({ certificateId: 'shop', targetId: 'shop', instance: 'test' });
const codes = (outcome: { findings: readonly { code: string }[] }) =>
  outcome.findings.map(({ code }) => code);
const versions = () => scenario.vault.versions('shop');

/** Another process that knows nothing of the keys of this one. */
function forgetKeys(): void {
  Object.assign(scenario, { keeper: new MemoryKeyKeeper() });
  scenario.restart();
}

describe('a renewal in a store that keeps versions', () => {
  it('names the version and both references', async () => {
    await scenario.deployedToVault();
    const next = await scenario.issue();
    expect(await scenario.deployToVault(next)).toMatchObject({
      status: 'deployed',
      reference: 'secrets/shop',
      revision: 'v2',
      revisionReference: 'secrets/shop/v2',
    });
    expect(scenario.vaultServes(next)).toBe(true);
  });

  it('carries the tags of the version before over to the next one', async () => {
    const old = await scenario.issue();
    scenario.vault.import('shop', {
      leafPem: old.certificatePem,
      chainPems: [],
      keyPem: old.privateKeyPem,
      tags: { ...OURS, team: 'shop' },
      exportable: true,
      contentType: 'pkcs12',
      enabled: true,
    });
    await scenario.deployToVault(await scenario.issue(), {
      target: scenario.vaultTarget({ config: { name: 'shop', tags: { env: 'prod' } } }),
    });
    expect(versions().at(-1)?.tags).toEqual({ ...OURS, team: 'shop', env: 'prod' });
  });

  it('makes a version for a tag alone, and takes it back to the tags of before', async () => {
    const leaf = await scenario.deployedToVault();
    const tagged = scenario.vaultTarget({ config: { name: 'shop', tags: { env: 'prod' } } });
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'ignored' });
    expect(await scenario.deployToVault(leaf, { target: tagged })).toMatchObject({ status: 'restored' });
    expect(versions().map(({ tags, enabled }) => [tags.env, enabled])).toEqual([
      [undefined, true],
      [undefined, false],
      [undefined, true],
    ]);
    expect(versions().at(-1)?.tags).toEqual(OURS);
  });

  it('looks at the tags of its own version, however late the latest is shown', async () => {
    await scenario.deployedToVault();
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (name, input) => {
      scenario.vault.import = original;
      scenario.vault.staleReads = 2;
      return original(name, { ...input, tags: {} });
    };
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'restored',
      error: { code: 'tags_not_proven' },
    });
  });

  it('proves the chain, which only the reading of the key shows', async () => {
    const old = await scenario.deployedToVault();
    scenario.vault.dropsChains = true;
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (...version) => {
      const made = original(...version);
      scenario.vault.dropsChains = false;
      return made;
    };
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', error: { code: 'not_proven' } });
    expect(scenario.vaultServes(old)).toBe(true);
  });

  it('says that the chain is not proven where the key cannot be read back', async () => {
    await scenario.deployedToVault();
    scenario.vault.faults.push({ operation: 'vault:GetSecret', kind: 'forbidden', times: 9 });
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome.status).toBe('deployed');
    expect(codes(outcome)).toContain('chain_not_proven');
  });

  it('does not take a version that is disabled for one that is served', async () => {
    await scenario.deployedToVault();
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (name, input) => {
      scenario.vault.import = original;
      return original(name, { ...input, enabled: false });
    };
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'restored',
      error: { code: 'not_proven' },
    });
  });

  it('looks at the version that the import has named, too', async () => {
    await scenario.deployedToVault();
    const get = scenario.vault.get.bind(scenario.vault);
    scenario.vault.get = (name, id) => (id === 'v2' ? get(name, 'v1') : get(name, id));
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'restored',
      error: { code: 'not_proven' },
    });
  });

  it('looks at the latest version, too, which may be another', async () => {
    await scenario.deployedToVault();
    const impostor = await scenario.issue();
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (name, input) => {
      scenario.vault.import = original;
      const version = original(name, input);
      const wrong = { leafPem: impostor.certificatePem, keyPem: impostor.privateKeyPem };
      original(name, { ...input, ...wrong });
      return version;
    };
    const outcome = await scenario.deployToVault(await scenario.issue());
    // A later version than ours is somebody else's, and nothing is written on top of it.
    expect(outcome).toMatchObject({ status: 'also_failed', why: 'foreign_writer', holds: 'foreign' });
    expect(versions()).toHaveLength(3);
  });
});

describe('a rollback in a store that keeps versions', () => {
  beforeEach(async () => {
    await scenario.deployedToVault();
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'wrong-certificate' });
  });

  it('makes the old material the latest version, whole, and disables the bad one', async () => {
    const [first] = versions();
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({
      status: 'restored',
      revision: 'v3',
      revisionReference: 'secrets/shop/v3',
      takenBack: 'v2',
    });
    expect(versions().map(({ enabled }) => enabled)).toEqual([true, false, true]);
    expect(versions().at(-1)).toMatchObject({
      leafPem: first?.leafPem,
      chainPems: first?.chainPems,
      tags: first?.tags,
      contentType: first?.contentType,
      exportable: first?.exportable,
    });
    expect(first?.chainPems).toHaveLength(1);
  });

  it('is no restore when the chain of the old certificate is dropped', async () => {
    scenario.vault.dropsChains = true;
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'also_failed',
      why: 'restore_failed',
      holds: 'previous',
      rollbackError: { code: 'not_proven', message: expect.stringContaining('another chain: it is shorter') },
    });
  });

  it.each([
    ['may not be read back', 'forbidden'],
    ['cannot be read back now', 'throttled'],
  ] as const)('says that the chain is not proven where the key %s', async (_, kind) => {
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (...version) => {
      // From the second import on, which is the restore.
      if (versions().length === 2) {
        scenario.vault.faults.push({ operation: 'vault:GetSecret', kind, times: 99 });
      }
      return original(...version);
    };
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(codes(outcome)).toContain('chain_not_proven');
  });

  it('brings the settings of before back, too', async () => {
    const old = await scenario.issue();
    const settings = { exportable: true, contentType: 'pem', enabled: true };
    scenario.vault.faults.length = 0;
    scenario.vault.import('other', {
      leafPem: old.certificatePem,
      chainPems: [],
      keyPem: old.privateKeyPem,
      tags: provenanceTags({ certificateId: 'other', targetId: 'other', instance: 'test' }),
      ...settings,
    });
    const original = scenario.vault.import.bind(scenario.vault);
    scenario.vault.import = (name, input) => {
      scenario.vault.import = original;
      return original(name, { ...input, tags: {} });
    };
    const target = scenario.vaultTarget({ id: 'other', config: { name: 'other' } });
    expect(await scenario.deployToVault(await scenario.issue(), { target })).toMatchObject({
      status: 'restored',
    });
    expect(scenario.vault.versions('other').at(-1)).toMatchObject(settings);
  });

  it('reads key and chain back where they are not kept here', async () => {
    const [first] = versions();
    forgetKeys();
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', plan: { rollback: 'exact' } });
    expect(versions().at(-1)).toMatchObject({ leafPem: first?.leafPem, chainPems: first?.chainPems });
  });

  it('has no way back where neither we nor the service have the key, and the plan says so', async () => {
    forgetKeys();
    scenario.vault.faults.push({ operation: 'vault:GetSecret', kind: 'forbidden', times: 99 });
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({
      status: 'also_failed',
      why: 'no_key',
      plan: { rollback: 'impossible' },
    });
    expect(codes(outcome)).toEqual(expect.arrayContaining(['permission_missing', 'rollback_impossible']));
  });

  it('says that the bad version is still enabled where it may not be disabled', async () => {
    scenario.vault.faults.push({ operation: 'vault:Update', kind: 'forbidden' });
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome.status).toBe('restored');
    expect(codes(outcome)).toContain('bad_revision_enabled');
  });

  it('does not believe an answer that the bad version was disabled', async () => {
    scenario.vault.faults.push({ operation: 'vault:Update', kind: 'ignored' });
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(codes(outcome)).toContain('bad_revision_enabled');
  });

  it('takes the chain of the renewal where the caller gave the key alone', async () => {
    const [first] = versions();
    forgetKeys();
    scenario.vault.faults.push({ operation: 'vault:GetSecret', kind: 'forbidden', times: 99 });
    const outcome = await scenario.deployToVault(await scenario.issue(), {
      previousKey: first?.keyPem ?? '',
    });
    expect(outcome).toMatchObject({ status: 'restored', plan: { rollback: 'caller-key' } });
    expect(versions().at(-1)?.chainPems).toEqual(first?.chainPems);
  });

  it('restores after its own answer was lost', async () => {
    const old = versions()[0];
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'lost-answer' });
    const outcome = await scenario.deployToVault(await scenario.issue());
    expect(outcome).toMatchObject({ status: 'restored', takenBack: 'v2' });
    expect(versions().at(-1)?.leafPem).toBe(old?.leafPem);
  });
});

describe('an import whose answer was lost in a store that keeps versions', () => {
  it('is found by its version, proven, and committed', async () => {
    await scenario.deployedToVault();
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'lost-answer' });
    const next = await scenario.issue();
    expect(await scenario.deployToVault(next)).toMatchObject({ status: 'deployed', revision: 'v2' });
    expect(versions()).toHaveLength(2);
  });

  it('of the same leaf with other tags is told from the version before', async () => {
    const leaf = await scenario.deployedToVault();
    const tagged = scenario.vaultTarget({ config: { name: 'shop', tags: { env: 'prod' } } });
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'lost-request' });
    expect(await scenario.deployToVault(leaf, { target: tagged })).toMatchObject({ status: 'failed' });
    expect(versions()).toHaveLength(1);
  });
});

describe('a first deploy that must be taken back in a store that keeps versions', () => {
  it('is withdrawn: its version is disabled, and nothing is served', async () => {
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'wrong-certificate' });
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'withdrawn',
      revision: 'v1',
    });
    expect(scenario.vault.served('shop')).toBeUndefined();
  });

  it('is disabled by a second request where the first was lost', async () => {
    scenario.vault.faults.push(
      { operation: 'vault:Import', kind: 'wrong-certificate' },
      { operation: 'vault:Update', kind: 'lost-request' },
    );
    expect((await scenario.deployToVault(await scenario.issue())).status).toBe('withdrawn');
    expect(scenario.vault.served('shop')).toBeUndefined();
  });

  it('is ours to follow, though the vault dropped its tags', async () => {
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'ignored' });
    const withdrawn = await scenario.deployToVault(await scenario.issue());
    expect(withdrawn).toMatchObject({ status: 'withdrawn', error: { code: 'tags_not_proven' } });
    expect(await scenario.engine.show(scenario.vaultTarget())).toMatchObject({ ownership: { ours: true } });
    const next = await scenario.deployToVault(await scenario.issue());
    expect(next).toMatchObject({ status: 'deployed' });
    expect(codes(next)).toContain('latest_disabled');
  });

  it('makes nothing ours of the same leaf that somebody else imports on top', async () => {
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'ignored' });
    await scenario.deployToVault(await scenario.issue());
    const [ours] = versions();
    if (!ours) throw new Error('nothing was imported');
    scenario.vault.import('shop', { ...ours, enabled: true });
    const next = await scenario.deployToVault(await scenario.issue());
    expect(next.status).toBe('refused');
    expect(codes(next)).toContain('not_ours');
  });

  it('is not called withdrawn where the version may not be disabled', async () => {
    scenario.vault.faults.push(
      { operation: 'vault:Import', kind: 'wrong-certificate' },
      { operation: 'vault:Update', kind: 'forbidden' },
    );
    expect(await scenario.deployToVault(await scenario.issue())).toMatchObject({
      status: 'also_failed',
      why: 'no_permission',
      holds: 'foreign',
    });
    const { kept } = await scenario.engine.show(scenario.vaultTarget());
    expect(kept.map(({ role }) => role)).toEqual(['pending']);
  });

  it('is not called withdrawn on the word of an answer', async () => {
    scenario.vault.faults.push(
      { operation: 'vault:Import', kind: 'wrong-certificate' },
      { operation: 'vault:Update', kind: 'ignored' },
    );
    expect((await scenario.deployToVault(await scenario.issue())).status).toBe('also_failed');
  });
});

describe('a latest version that is disabled', () => {
  it('is no obstacle for a new certificate, and is told', async () => {
    await scenario.deployedToVault();
    scenario.vault.disable('shop', 'v1');
    const next = await scenario.issue();
    const outcome = await scenario.deployToVault(next);
    expect(outcome).toMatchObject({ status: 'deployed', plan: { rollback: 'nothing-to-restore' } });
    expect(codes(outcome)).toContain('latest_disabled');
  });

  it('is not enabled again by deploying the certificate that somebody took out of service', async () => {
    const leaf = await scenario.deployedToVault();
    scenario.vault.disable('shop', 'v1');
    const outcome = await scenario.deployToVault(leaf);
    expect(outcome.status).toBe('refused');
    expect(codes(outcome)).toContain('latest_disabled');
    expect(versions()).toHaveLength(1);
  });

  it('leaves nothing served when the deploy on top of it fails', async () => {
    await scenario.deployedToVault();
    scenario.vault.disable('shop', 'v1');
    scenario.vault.faults.push({ operation: 'vault:Import', kind: 'wrong-certificate' });
    expect((await scenario.deployToVault(await scenario.issue())).status).toBe('withdrawn');
    expect(scenario.vault.served('shop')).toBeUndefined();
  });
});
