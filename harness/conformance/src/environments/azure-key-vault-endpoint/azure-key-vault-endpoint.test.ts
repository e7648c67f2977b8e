import { X509Certificate } from 'node:crypto';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type FakeVault, serveFakeVault } from '@certctl/emulators';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConformance } from '../../kernel/run-conformance.js';
import { Issuer } from '../../world/material.js';
import { World } from '../../world/world.js';
import { documentedPermissions } from '../endpoint/documented-permissions.fixture.js';
import { azureKeyVaultEndpoint } from './azure-key-vault-endpoint.js';
import { startVaultStage } from './vault-endpoint-stage.js';

const RUN = 'conformance-0000beef';
const OTHER_RUN = 'conformance-0000dead';
const token = 'any';

let emulator: FakeVault;
beforeEach(async () => {
  emulator = await serveFakeVault({ principals: [{ token }] });
});
afterEach(() => emulator.close());

/** The same port by an address that is not called loopback, as that of a vault elsewhere would be. */
const elsewhere = () => emulator.url.replace('127.0.0.1', '0.0.0.0');
const names = () => emulator.state.certificates().map(({ name }) => name);
const writes = () =>
  emulator.requests.all().filter(({ operation }) => /^(?:Import|Delete|Update)/.test(operation));

async function seeded(name: string): Promise<void> {
  const leaf = await issueLeaf(await issueAuthority({ name: 'somebody' }), { names: ['www.example.com'] });
  const { certificatePem: certificate, chainPem: chain, privateKeyPem: privateKey } = leaf;
  emulator.seed({ name, certificate, chain, privateKey });
}

describe('an endpoint of Key Vault', () => {
  it('runs the cases of the suite at a URL, and leaves neither certificates nor deleted ones', async () => {
    const environment = azureKeyVaultEndpoint({ url: emulator.url, token });
    const only = [
      ...['deploy/first-import-is-held', 'deploy/renewal-adds-a-version', 'undelete', 'discovery'],
      ...['rollback/first-version-is-disabled', 'rollback/key-is-read-back'],
    ];
    const { results } = await runConformance({ plugin: azureKeyVault, environment, only });
    const asked = results.filter(({ reason }) => reason !== 'it was not selected');
    expect(asked.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-declared')).toEqual([]);
    expect(asked.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(5);
    expect([names(), emulator.state.deleted()]).toEqual([[], []]);
  }, 90_000);

  it('names all that it makes after the run, and leaves what has another name', async () => {
    await seeded('shop');
    await seeded(`${OTHER_RUN}-1-web`);
    const environment = azureKeyVaultEndpoint({ url: emulator.url, token });
    const { runId } = await runConformance({
      ...{ plugin: azureKeyVault, environment },
      only: ['deploy/first-import-is-held'],
    });
    const imports = emulator.requests.of('ImportCertificate').map(({ resource }) => resource);
    expect(imports).toHaveLength(1);
    expect(imports[0]).toContain(`${runId}-1-web`);
    expect(names()).toEqual(['shop', `${OTHER_RUN}-1-web`]);
    expect(await environment.sweep?.(OTHER_RUN)).toEqual([`${OTHER_RUN}-1-web`]);
    expect(names()).toEqual(['shop']);
  });

  it('says what it could not remove for good', async () => {
    emulator.settings.purgeProtection = true;
    const lines: string[] = [];
    const environment = azureKeyVaultEndpoint({ url: emulator.url, token });
    await runConformance({
      ...{ plugin: azureKeyVault, environment },
      only: ['deploy/first-import-is-held'],
      announce: (line) => lines.push(line),
    });
    expect(names()).toEqual([]);
    expect(lines.join()).toContain('1 certificates of conformance-');
    expect(emulator.state.deleted()).toHaveLength(1);
  });
});

it('tells which of the versions of one second came first', async () => {
  const stage = await startVaultStage({ url: emulator.url, token }, { runId: RUN });
  try {
    const issued = [];
    for (let turn = 0; turn < 6; turn++) issued.push(await new Issuer(Date.now).issue());
    const [first, ...later] = issued;
    if (first === undefined) throw new Error('nothing was issued');
    const reference = await stage.seed({ target: 'web', ...first });
    for (const pems of later) await stage.overwrite?.(reference, pems);
    const [web] = await stage.observe();
    expect(web?.revisions.map(({ leaf }) => new X509Certificate(leaf).fingerprint256)).toEqual(
      issued.map(({ certificatePem }) => new X509Certificate(certificatePem).fingerprint256),
    );
  } finally {
    await stage.close();
  }
});

describe('the permissions that the document names', () => {
  it('are enough for a run, and for cleaning up after it', async () => {
    await emulator.close();
    // The emulator reads the role, and refuses one that it cannot read.
    const allow = documentedPermissions('azure') as never;
    emulator = await serveFakeVault({ principals: [{ token, allow }] });
    const environment = azureKeyVaultEndpoint({ url: emulator.url, token });
    const only = ['undelete', 'tags/lost-ones-are-put-back', 'rollback/first-version-is-disabled'];
    const { results } = await runConformance({ plugin: azureKeyVault, environment, only });
    const asked = results.filter(({ reason }) => reason !== 'it was not selected');
    expect(asked.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-declared')).toEqual([]);
    expect([names(), emulator.state.deleted()]).toEqual([[], []]);
  }, 60_000);
});

describe('a vault that may be written to', () => {
  const start = (options: Partial<Parameters<typeof azureKeyVaultEndpoint>[0]>) =>
    azureKeyVaultEndpoint({ url: elsewhere(), token, ...options }).start({
      ...{ plugin: azureKeyVault, runId: RUN },
    });

  it('is none elsewhere without its name', async () => {
    await expect(start({})).rejects.toThrow(`--allow-real-account ${new URL(elsewhere()).host}`);
    await expect(start({ allowRealAccount: 'prod.vault.azure.net' })).rejects.toThrow(
      '--allow-real-account names prod.vault.azure.net: nothing was written',
    );
    expect(writes()).toEqual([]);
  });

  it('is none at the end of a tunnel that says to be another', async () => {
    await seeded('shop');
    const named = { url: emulator.url, allowRealAccount: 'prod.vault.azure.net' };
    await expect(start(named)).rejects.toThrow('--allow-real-account names prod.vault.azure.net');
    expect(writes()).toEqual([]);
  });

  it('is left at once when its first answer is that of another', async () => {
    const run = { runId: RUN, account: 'prod.vault.azure.net' };
    const stage = await startVaultStage({ url: emulator.url, token }, run);
    await new World(azureKeyVault, stage).deploy(await new Issuer(Date.now).issue());
    expect(emulator.requests.of('ImportCertificate').length).toBe(1);
    const next = await new World(azureKeyVault, stage).deploy(await new Issuer(Date.now).issue());
    expect(next.status).not.toBe('deployed');
    expect(emulator.requests.of('ImportCertificate').length).toBe(1);
    await stage.close();
    expect(names()).toEqual([]);
  });
});

describe('a write of a plugin', () => {
  const at = (url: string, path: string, method: string) =>
    fetch(`${url}${path}?api-version=7.4`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(method === 'DELETE' ? {} : { body: '{"tags":{"a":"b"}}' }),
    });

  it('does not reach a name that is not of the run, and none that nobody knows', async () => {
    await seeded('shop');
    const stage = await startVaultStage({ url: emulator.url, token }, { runId: RUN });
    const url = String(Reflect.get(stage.target('web'), 'vault_url'));
    for (const [path, method] of [
      ['/certificates/shop', 'DELETE'],
      ['/certificates/shop/import', 'POST'],
      ['/certificates/shop/0', 'PATCH'],
      ['/deletedcertificates/shop', 'DELETE'],
      ['/keys/shop', 'DELETE'],
    ] as const) {
      expect((await at(url, path, method)).status, `${method} ${path}`).toBe(403);
    }
    await stage.close();
    expect(writes()).toEqual([]);
    expect(names()).toEqual(['shop']);
  });
});
