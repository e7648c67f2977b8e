import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { createEngine, ListedCommands, type Outcome, SystemClock, TOKENS } from '@certctl/engine';
import { azureKeyVault, type KeyVaultConfig } from '@certctl/plugin-azure-key-vault';
import { expectStatus, handshake, leafIssued, QUICK } from '../src/acm-scenario.js';
import { gives } from '../src/vault-scenario.js';
import { AzureStage } from './azure-stage.js';
import type { Checks } from './checks.js';
import { explainedCommands } from './explained-commands.js';
import { asList, asRecord } from './moto-suite.js';
import type { PythonTools } from './python-tools.js';

const NAME = 'api-prod';
const CERTCTL = join(import.meta.dirname, '../../../packages/cli/bin/certctl.js');

/**
 * The commands that a failed rollback in Key Vault prints, pasted into a shell as they are, with the real `az`;
 * and the engine under the real names, with a client secret of its own.
 */
export async function azureRecoverySuite(checks: Checks, { azureBin }: PythonTools): Promise<void> {
  checks.section('recovery of a vault by hand, with the az commands as they are printed');
  const stage = await AzureStage.create(azureBin);
  const http = {
    connectTimeoutMs: 1_000,
    maxSockets: 16,
    allowEndpoints: false,
    proxyFor: () => stage.network.url,
    caBundle: stage.authority,
  };
  const engine = createEngine({
    plugins: [azureKeyVault],
    instance: 'independent',
    timing: QUICK,
    services: [[TOKENS.http, http]],
  });
  const [old, bad, next] = [await leafIssued(20), await leafIssued(15), await leafIssued(10)];
  const target = {
    id: 'api',
    type: 'AzureKeyVault',
    config: {
      ...stage.identity(),
      vault_url: stage.vaultUrl,
      certificate_name: NAME,
      tags: { env: 'test', 'owner of it': 'the "shop"' },
    },
  };
  const deploy = ({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf): Promise<Outcome> =>
    engine.deploy({ target, certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
  const held = () => stage.vault.state.certificate(NAME);

  try {
    await checks.check('az logs in with a client secret', async () => {
      const login = 'az login --service-principal --username "$AZURE_CLIENT_ID" --allow-no-subscriptions';
      await stage.shell(`${login} --password "$AZURE_CLIENT_SECRET" --tenant "$AZURE_TENANT_ID"`);
    });
    await checks.check('the engine deploys to the vault under its own name', async () => {
      const outcome = expectStatus(await deploy(old), 'deployed');
      assert.equal(outcome.reference, `${stage.vaultUrl}/secrets/${NAME}`);
      assert.ok(gives(held()?.latest, old));
    });
    await checks.check(
      'a rollback that is refused leaves commands; as certctl explain prints them, they work',
      async () => {
        const { faults } = stage.vault;
        const refused = { kind: 'error', name: 'BadParameter', status: 400, message: 'no' } as const;
        faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate', on: { nth: 1 } });
        faults.add({ operation: 'ImportCertificate', ...refused, on: { times: 9, after: 1 } });
        const outcome = expectStatus(await deploy(bad), 'also_failed');
        faults.clear();
        stage.material('known-good', old);
        const badVersion = held()?.latest.version ?? '';
        // The one thing that the person has to fill in; the list before it shows what.
        const block = await explainedCommands(await engine.deployment(outcome.deploymentId));
        for (const { command } of outcome.commands) assert.ok(block.includes(command), command);
        await stage.shell(block.replaceAll('BAD-VERSION', badVersion));
        assert.equal(held()?.versions.find(({ version }) => version === badVersion)?.enabled, false);
      },
    );
    await checks.check('they put the old certificate back, and a TLS client gets it', async () => {
      assert.ok(gives(held()?.latest, old));
      const served = await handshake(await stage.vault.listenTls(NAME));
      assert.equal(Buffer.compare(served.raw, old.facts.der), 0);
    });
    await checks.check('with its tags, marked as recovered by hand', async () => {
      const { env, 'owner of it': owner, ...rest } = held()?.latest.tags ?? {};
      assert.deepEqual([env, owner], ['test', 'the "shop"']);
      assert.equal(rest['certctl-managed-by'], 'manual-recovery');
      assert.equal(rest['certctl-target-id'], 'api');
    });
    await checks.check('the engine then sees what it expects, and renews', async () => {
      assert.equal((await engine.verify(target)).result, 'in_sync');
      expectStatus(await deploy(next), 'deployed');
      assert.equal(held()?.latest.tags['certctl-managed-by'], 'certctl');
    });
    await checks.check('az shows what the engine has deployed, tags and all', async () => {
      const shown = await stage.json('az keyvault certificate show --vault-name prod-vault --name api-prod');
      assert.equal(Buffer.from(String(asRecord(shown).cer), 'base64').compare(next.facts.der), 0);
      assert.deepEqual(asRecord(shown).tags, held()?.latest.tags);
      const list = 'az keyvault certificate list-versions --vault-name prod-vault --name api-prod';
      assert.equal(asList(await stage.json(list)).length, held()?.versions.length);
    });
    await checks.check('certctl goes by HTTPS_PROXY and a CA bundle, and by nothing else', async () => {
      const config = { ...stage.identity(), vault_url: stage.vaultUrl, certificate_name: 'by-proxy' };
      stage.write('target.json', JSON.stringify({ id: 'cli', type: 'azure-key-vault', config }));
      stage.write('full.pem', next.certificatePem + next.chainPem);
      stage.write('key.pem', next.privateKeyPem);
      const node = `"${process.execPath}" "${CERTCTL}"`;
      const deploying = `${node} deploy -f target.json --cert full.pem --key key.pem --data none --timeout 20`;
      const withoutProxy = 'HTTPS_PROXY= https_proxy= CERTCTL_CA_BUNDLE="$SSL_CERT_FILE"';
      await assert.rejects(stage.shell(`${withoutProxy} ${deploying}`), /ended with 1/);
      assert.equal(stage.vault.state.certificate('by-proxy'), undefined);
      await stage.shell(`CERTCTL_CA_BUNDLE="$SSL_CERT_FILE" ${deploying}`);
      assert.ok(gives(stage.vault.state.certificate('by-proxy')?.latest, next));
    });
    await checks.check('the commands for 3DES work where nothing was there before', async () => {
      await runFresh(stage, { pfx_encryption: '3des' });
      assert.ok(gives(held()?.latest, old));
      assert.match(JSON.stringify(held()?.latest.importedAs), /3-?Key|3DES|TripleDES/i);
    });
    await checks.check('and so do those for PEM', async () => {
      await runFresh(stage, { content_type: 'pem' });
      assert.ok(gives(held()?.latest, old));
      assert.equal(held()?.latest.contentType, 'application/x-pem-file');
    });
  } finally {
    await engine.close();
    await stage.close();
  }
}

/** The commands up to the list of versions: there is no bad one. */
async function runFresh(stage: AzureStage, over: Partial<KeyVaultConfig>): Promise<void> {
  stage.vault.reset();
  const quiet = () => {};
  const config: KeyVaultConfig = {
    vault_url: stage.vaultUrl,
    certificate_name: NAME,
    credential_mode: 'default',
    tags: {},
    content_type: 'pkcs12',
    exportable: true,
    pfx_encryption: 'aes-256',
    ...over,
  };
  const store = await azureKeyVault.open(azureKeyVault.connection(config), {
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    clock: new SystemClock(),
    http: { connectTimeoutMs: 1_000, maxSockets: 1, allowEndpoints: false },
    commands: new ListedCommands({}),
    credentials: { get: () => undefined },
  });
  try {
    const { host } = new URL(stage.vaultUrl);
    const place = { address: `${host}/${NAME}`, reference: `${stage.vaultUrl}/secrets/${NAME}`, scope: host };
    const steps = store.recoveryCommands({ config, place, tags: { 'certctl-target-id': 'api' } });
    for (const { command } of steps.slice(0, -1)) await stage.shell(command);
  } finally {
    await store.close();
  }
}
