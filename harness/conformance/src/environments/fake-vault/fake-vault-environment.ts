import {
  type FakeMonitor,
  type FakeVault,
  type ObservedVaultCertificate,
  startFakeMonitor,
  startFakeVault,
} from '@certctl/emulators';
import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { ObservedPlace, Stage } from '../../environment/stage.js';
import { azCommandSends } from './az-command-sends.js';
import { vaultFaultShapes } from './vault-faults.js';
import { VAULT_FORMS } from './vault-forms.js';
import { VAULT_REQUESTS, vaultRequestName } from './vault-requests.js';
import { RESOURCES, resourceOf, tokenOf } from './vault-tokens.js';

/** Object ids: of the plugin's identity, and of whoever else writes. */
const DEPLOYER = '44444444-5555-4666-8777-888888888888';
const SOMEBODY_ELSE = '55555555-6666-4777-8888-999999999999';
const THEIR_TOKEN = tokenOf(SOMEBODY_ELSE, RESOURCES.vault);

/** Somebody else's request, past the plugin and its SDK. */
async function ask(emulator: FakeVault, method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${emulator.url}${path}?api-version=2025-07-01`, {
    method,
    headers: { authorization: `Bearer ${THEIR_TOKEN}`, 'content-type': 'application/json' },
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

/** A query asks for the vault by its URL, and events know the double behind the proxy. */
function asked(query: Uint8Array, { url }: FakeVault, host = ''): Uint8Array {
  return Buffer.from(Buffer.from(query).toString('utf8').replaceAll(`http://${host}`, url));
}

function stageOf(
  emulator: FakeVault,
  monitor: FakeMonitor,
  url: string,
): ReturnType<Parameters<typeof startHttpStage>[0]['stage']> {
  const nameAt = (reference: string) => reference.split('/').at(-1) ?? '';
  const latestAt = (reference: string) => emulator.state.certificate(nameAt(reference))?.latest.version ?? '';
  const put: Stage['seed'] = async ({ target, certificatePem, chainPem, privateKeyPem, tags = {} }) => {
    const pems = { certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem };
    emulator.seed({ name: target, ...pems, tags, contentType: 'application/x-pem-file' });
    return `${url}/secrets/${target}`;
  };
  const getToken = async (scopes: string | string[]) => ({
    token: tokenOf(DEPLOYER, resourceOf(scopes)),
    expiresOnTimestamp: Date.now() + 3_600_000,
  });
  const records = {
    endpoints: { management: url, logs: url },
    vault_resource_id: monitor.resourceIdOf(emulator),
    log_analytics_workspace_id: monitor.workspace,
  };
  return {
    host: {
      http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true },
      credentials: { get: () => ({ getToken }) },
    },
    unseen: [
      { operation: 'Microsoft.Entra/token', reason: 'the host gives the token, and nobody is asked for one' },
    ],
    // PEM, because taking apart a PKCS#12 costs more than all the rest of a case.
    target: (name) => ({ vault_url: url, certificate_name: name, content_type: 'pem', ...records }),
    forms: VAULT_FORMS,
    commandSends: azCommandSends,
    recordsWriters: true,
    discovery: () => ({ vault_url: url }),
    observe: async () =>
      [...emulator.state.certificates(), ...emulator.state.deleted()].map((each) => observed(each, url)),
    seed: put,
    overwrite: (reference, { certificatePem, chainPem, privateKeyPem }, tags = {}) =>
      ask(emulator, 'POST', `/certificates/${nameAt(reference)}/import`, {
        value: privateKeyPem + certificatePem + chainPem,
        policy: { secret_props: { contentType: 'application/x-pem-file' } },
        tags,
        preserveCertOrder: true,
      }),
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
      monitor.reset();
    },
    close: async () => {
      await monitor.close();
      await emulator.close();
    },
  };
}

async function start(): Promise<Stage> {
  const ours = (resource: string) => ({
    ...{ token: tokenOf(DEPLOYER, resource), resource, objectId: DEPLOYER },
  });
  const emulator = await startFakeVault({
    principals: [ours(RESOURCES.vault), { token: THEIR_TOKEN, objectId: SOMEBODY_ELSE }],
  });
  const monitor = await startFakeMonitor({
    vaults: [emulator],
    principals: [ours(RESOURCES.management), ours(RESOURCES.logs)],
  });
  return startHttpStage({
    upstream: emulator.url,
    route: async ({ headers, body }, what) => {
      if (what?.name === 'ActivityLogs') return { upstream: monitor.url, headers };
      if (what?.name !== 'QueryLogs') return { upstream: emulator.url, headers };
      const query = asked(body, emulator, headers.host);
      return {
        upstream: monitor.url,
        headers: { ...headers, 'content-length': String(query.length) },
        body: query,
      };
    },
    requests: VAULT_REQUESTS,
    name: vaultRequestName,
    faultShapes: vaultFaultShapes,
    isHandshake: ({ headers }, { status }) => headers.authorization === undefined && status === 401,
    stage: (url) => stageOf(emulator, monitor, url),
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
