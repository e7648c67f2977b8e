import { type FakeVault, type ObservedVaultCertificate, startFakeVault } from '@certctl/emulators';
import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { ObservedPlace, Stage } from '../../environment/stage.js';
import { azCommandSends } from './az-command-sends.js';
import { vaultFaultShapes } from './vault-faults.js';
import { VAULT_FORMS } from './vault-forms.js';
import { VAULT_REQUESTS, vaultRequestName } from './vault-requests.js';

const TOKEN = 'token-of-the-deployer';
/** Somebody else's request, past the plugin and its SDK. */
async function ask(emulator: FakeVault, method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${emulator.url}${path}?api-version=2025-07-01`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the emulator refused ${method} ${path}: ${await answer.text()}`);
}

function observed({ name, status, versions }: ObservedVaultCertificate, url: string): ObservedPlace {
  return {
    reference: `${url}/secrets/${name}`,
    state: status === 'active' ? 'held' : 'deleted',
    revisions: versions.map(({ leaf, chain, tags, keyMatches, enabled, version }) => {
      return { leaf, chain, tags, keyBelongs: keyMatches, enabled, revision: version };
    }),
  };
}

function stageOf(
  emulator: FakeVault,
  url: string,
): ReturnType<Parameters<typeof startHttpStage>[0]['stage']> {
  const nameAt = (reference: string) => reference.split('/').at(-1) ?? '';
  const latestAt = (reference: string) => emulator.state.certificate(nameAt(reference))?.latest.version ?? '';
  const put: Stage['seed'] = async ({ target, certificatePem, chainPem, privateKeyPem, tags = {} }) => {
    const pems = { certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem };
    emulator.seed({ name: target, ...pems, tags, contentType: 'application/x-pem-file' });
    return `${url}/secrets/${target}`;
  };
  const token = () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 });
  return {
    host: {
      http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true },
      credentials: { get: () => ({ getToken: async () => token() }) },
    },
    unseen: [
      { operation: 'Microsoft.Entra/token', reason: 'the host gives the token, and nobody is asked for one' },
    ],
    // PEM, because taking apart a PKCS#12 costs more than all the rest of a case.
    target: (name) => ({ vault_url: url, certificate_name: name, content_type: 'pem' }),
    forms: VAULT_FORMS,
    commandSends: azCommandSends,
    discovery: () => ({ vault_url: url }),
    observe: async () =>
      [...emulator.state.certificates(), ...emulator.state.deleted()].map((each) => observed(each, url)),
    seed: put,
    overwrite: async (reference, pems, tags = {}) => {
      await put({ target: nameAt(reference), ...pems, tags });
    },
    misstore: () => {
      emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    },
    retag: (reference, tags) =>
      ask(emulator, 'PATCH', `/certificates/${nameAt(reference)}/${latestAt(reference)}`, { tags }),
    softDelete: (reference) => ask(emulator, 'DELETE', `/certificates/${nameAt(reference)}`),
    disable: (reference) =>
      ask(emulator, 'PATCH', `/certificates/${nameAt(reference)}/${latestAt(reference)}`, {
        attributes: { enabled: false },
      }),
    reset: async () => {
      await emulator.idle();
      emulator.reset();
    },
    close: () => emulator.close(),
  };
}

async function start(): Promise<Stage> {
  const emulator = await startFakeVault({ principals: [{ token: TOKEN }] });
  return startHttpStage({
    upstream: emulator.url,
    requests: VAULT_REQUESTS,
    name: vaultRequestName,
    faultShapes: vaultFaultShapes,
    isHandshake: ({ headers }, { status }) => headers.authorization === undefined && status === 401,
    stage: (url) => stageOf(emulator, url),
  });
}

/** fake-vault in this process, behind the fault proxy. */
export function fakeVault(): Environment {
  return defineEnvironment({
    name: 'fake-vault',
    title: 'fake-vault, a strict double of the certificates of one Azure Key Vault, in this process',
    tier: 'embedded',
    serves: ['AzureKeyVault'],
    notProven: [
      'How the identity gets its token: the host gives one here.',
      'How long Azure shows an old version after an import, and which of its rates apply to a vault.',
    ],
    start,
  });
}
