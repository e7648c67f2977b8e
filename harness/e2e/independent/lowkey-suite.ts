import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readPrivateKey } from '@certctl/certificate';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { readPkcs12, writePkcs12 } from '@certctl/certificate/pkcs12';
import { createEngine, type Outcome, TOKENS } from '@certctl/engine';
import { azureKeyVault } from '@certctl/plugin-azure-key-vault';
import { codesOf, expectStatus, leafIssued, QUICK } from '../src/acm-scenario.js';
import type { Checks } from './checks.js';
import { type HostileVault, startHostileVault } from './hostile-vault.js';
import { type LowkeyJar, lowkeyJar, NotServed } from './lowkey-jar.js';
import { startLowkey } from './lowkey-server.js';
import { asList, asRecord } from './moto-suite.js';

const NAME = 'api-prod';

/** The same engine against a double of Key Vault that others wrote. It is lax, so it proves successes only. */
export async function lowkeySuite(checks: Checks): Promise<void> {
  let jar: LowkeyJar;
  try {
    jar = await lowkeyJar();
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    checks.section('engine → lowkey-vault');
    return checks.notRun(`${error.message}; name a jar of it with CERTCTL_LOWKEY_VAULT_JAR`);
  }
  checks.section(`engine → ${jar.name}`);
  const lowkey = await startLowkey(jar);
  const [proxy, window] = [await startHostileVault(lowkey), await startHostileVault(lowkey)];
  try {
    await moves(checks, proxy, window.url);
  } finally {
    await Promise.all([proxy.close(), window.close()]);
    await lowkey.close();
  }
}

/** @param window what is asked past the engine's proxy */
async function moves(checks: Checks, proxy: HostileVault, window: string): Promise<void> {
  // It keeps the first certificate of a PKCS#12 only: what it could prove of the chain is that it is lost.
  proxy.refusesSecrets = true;
  const token = { token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 };
  const engine = createEngine({
    plugins: [azureKeyVault],
    instance: 'independent',
    // It takes its time on the first request.
    timing: { ...QUICK, requestMs: 20_000, proveMs: 2_000, settleMs: 500 },
    services: [
      [TOKENS.http, { connectTimeoutMs: 2_000, maxSockets: 16, allowEndpoints: true }],
      [TOKENS.credentials, { get: () => ({ getToken: async () => token }) }],
    ],
  });
  const config = { vault_url: proxy.url, certificate_name: NAME, tags: { env: 'test' } };
  const target = { id: 'api', type: 'AzureKeyVault', config };
  const deploy = ({ certificatePem, chainPem, privateKeyPem }: IssuedLeaf, to = target): Promise<Outcome> =>
    engine.deploy({ target: to, certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
  const [first, renewed, bad, last] = [
    await leafIssued(20),
    await leafIssued(15),
    await leafIssued(10),
    await leafIssued(5),
  ];
  let made: Outcome;
  let takenBack: string | undefined;
  const ask = (path: string) => asked(window, path);
  const versions = async () => asList((await ask(`certificates/${NAME}/versions`)).value).map(asRecord);
  const latest = () => ask(`certificates/${NAME}`);
  const holds = async (leaf: IssuedLeaf) =>
    assert.equal(
      sha256(String((await latest()).cer)),
      new X509Certificate(leaf.certificatePem).fingerprint256,
    );
  const secret = async () => Buffer.from(String((await ask(`secrets/${NAME}`)).value), 'base64');
  const givesKeyOf = async (leaf: IssuedLeaf) => {
    const { leaf: shown, privateKey } = await readPkcs12(await secret());
    assert.equal(Buffer.compare(shown, leaf.facts.der), 0);
    assert.equal(spkiOf(privateKey.pem()), spkiOf(leaf.privateKeyPem), 'it is another key');
  };
  const versionOf = (bundle: Readonly<Record<string, unknown>>) => String(bundle.id).split('/').at(-1);

  try {
    await checks.check('a first deploy makes one version', async () => {
      made = expectStatus(await deploy(first), 'deployed');
      assert.equal((await versions()).length, 1);
      assert.equal(made.revision, versionOf(await latest()));
      await holds(first);
    });
    await checks.check('with the key that belongs to it', () => givesKeyOf(first));
    await checks.check('and says that the chain could not be proven', async () => {
      assert.ok(codesOf(made).includes('chain_not_proven'));
      const { chain } = await readPkcs12(await secret());
      assert.equal(chain.length, 0, 'it keeps chains now; let the engine read secrets here');
    });
    await checks.check('tags and attributes are on the version', async () => {
      const { tags, attributes } = await latest();
      assert.deepEqual(tags, {
        env: 'test',
        'certctl-managed-by': 'certctl',
        'certctl-certificate-id': 'api',
        'certctl-target-id': 'api',
        'certctl-instance': 'independent',
      });
      assert.equal(asRecord(attributes).enabled, true);
    });
    await checks.check('a repeat sends no write', async () => {
      const outcome = expectStatus(await deploy(first), 'unchanged');
      assert.deepEqual(
        outcome.calls.filter(({ effect }) => effect === 'write'),
        [],
      );
    });
    await checks.check('a renewal is a new version under the same name', async () => {
      const before = versionOf(await latest());
      const outcome = expectStatus(await deploy(renewed), 'deployed');
      assert.equal((await versions()).length, 2);
      assert.notEqual(outcome.revision, before);
      assert.equal(outcome.reference, `${proxy.url}/secrets/${NAME}`);
      await holds(renewed);
    });
    await checks.check('and carries the tags, which the vault does not', async () => {
      const { tags } = await latest();
      assert.equal(asRecord(tags).env, 'test');
      assert.equal(asRecord(tags)['certctl-target-id'], 'api');
    });
    await checks.check('what was stored wrongly is taken back, with the old key', async () => {
      const impostor = await leafIssued(1);
      const swapped = await pfxOf(impostor);
      let imports = 0;
      proxy.alter = (body) => {
        imports += 1;
        return imports === 1 ? JSON.stringify({ ...JSON.parse(body), value: swapped, pwd: 'pass' }) : body;
      };
      const outcome = expectStatus(await deploy(bad), 'restored');
      proxy.alter = undefined;
      assert.equal(imports, 2);
      await holds(renewed);
      assert.equal(outcome.revision, versionOf(await latest()));
      await givesKeyOf(renewed);
      takenBack = outcome.takenBack;
    });
    await checks.check('the bad version is disabled, and named', async () => {
      const all = await versions();
      assert.equal(all.length, 4);
      const off = all.filter(({ attributes }) => asRecord(attributes).enabled === false);
      assert.deepEqual(off.map(versionOf), [takenBack]);
    });
    await checks.check('a newer certificate then goes in', async () => {
      expectStatus(await deploy(last), 'deployed');
      await holds(last);
    });
    await checks.check('where the secret may be read, a chain that the vault loses is missed', async () => {
      proxy.refusesSecrets = false;
      const to = { ...target, id: 'chain', config: { ...config, certificate_name: 'with-chain' } };
      const outcome = await deploy(await leafIssued(5), to);
      // It shows nothing of a disabled certificate, so the withdrawal that took place cannot be proven.
      const { error } = expectStatus(outcome, 'also_failed');
      assert.match(error.message, /holds the leaf that was sent, with another chain/);
      const all = asList((await ask('certificates/with-chain/versions')).value).map(asRecord);
      assert.deepEqual(
        all.map(({ attributes }) => asRecord(attributes).enabled),
        [false],
      );
    });
  } finally {
    await engine.close();
  }
}

/** What the vault answers to somebody who is not the engine. */
async function asked(vault: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const headers = { authorization: 'Bearer any' };
  const answer = await fetch(`${vault}/${path}?api-version=7.6`, { headers });
  assert.equal(answer.status, 200, await answer.clone().text());
  return asRecord(await answer.json());
}

/** The public half, in base64: a message may quote it. */
function spkiOf(privateKeyPem: string): string {
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' }).toString('base64');
}

function sha256(der: string): string {
  return new X509Certificate(Buffer.from(der, 'base64')).fingerprint256;
}

async function pfxOf(leaf: IssuedLeaf): Promise<string> {
  const privateKey = readPrivateKey(leaf.privateKeyPem);
  const pfx = await writePkcs12({ leaf: leaf.facts, chain: [], privateKey }, { passphrase: 'pass' });
  return Buffer.from(pfx).toString('base64');
}
