import { type FakeAcm, type FakeCloudTrail, startFakeAcm, startFakeCloudTrail } from '@certctl/emulators';
import { defineEnvironment, type Environment } from '../../environment/define-environment.js';
import { startHttpStage } from '../../environment/http-stage.js';
import type { ObservedPlace, Pems, Stage } from '../../environment/stage.js';
import { handshake } from '../serves-own-key.js';
import { acmFaultShapes } from './acm-faults.js';
import { ACM_REQUESTS, acmRequestName } from './acm-requests.js';
import { awsCommandSends } from './aws-command-sends.js';

const REGION = 'us-east-1';
const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-for-tests' };

/** Somebody else's request, past the plugin and its SDK. */
async function ask(emulator: FakeAcm, operation: string, input: object): Promise<void> {
  const answer = await fetch(emulator.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `CertificateManager.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`the emulator refused ${operation}: ${await answer.text()}`);
}

function encoded({ certificatePem, chainPem, privateKeyPem }: Pems) {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  return {
    Certificate: base64(certificatePem),
    PrivateKey: base64(privateKeyPem),
    ...(chainPem === '' ? {} : { CertificateChain: base64(chainPem) }),
  };
}

const listOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

async function observe(emulator: FakeAcm): Promise<readonly ObservedPlace[]> {
  return Promise.all(
    emulator.state.certificates().map(async ({ arn, leaf, chain, tags, importedAt }) => {
      const listener = await emulator.listenTls(arn);
      const served = await handshake(listener);
      await listener.close();
      const keyBelongs = served !== undefined && Buffer.compare(served, leaf) === 0;
      const revision = String(importedAt);
      return {
        reference: arn,
        state: 'held' as const,
        revisions: [{ leaf, chain, tags, keyBelongs, enabled: true, revision }],
      };
    }),
  );
}

function stageOf(
  emulator: FakeAcm,
  trail: FakeCloudTrail,
  url: string,
): ReturnType<Parameters<typeof startHttpStage>[0]['stage']> {
  const tagsAt = (arn: string) => emulator.state.certificate(arn)?.tags ?? {};
  const connection = { region: REGION, endpoints: { acm: url, sts: url, tagging: url, cloudtrail: url } };
  return {
    host: {
      http: { connectTimeoutMs: 1_000, maxSockets: 16, allowEndpoints: true },
      credentials: { get: () => KEYS },
    },
    unseen: [{ operation: 'sts:AssumeRole', reason: 'no target here names a role, so none is assumed' }],
    recordsWriters: true,
    target: () => connection,
    commandSends: awsCommandSends,
    pinned: (config, reference) => ({ ...config, certificate_arn: reference }),
    nowhere: () => `arn:aws:acm:${REGION}:123456789012:certificate/00000000-0000-4000-8000-000000000000`,
    discovery: () => connection,
    observe: () => observe(emulator),
    seed: async ({ certificatePem, chainPem, privateKeyPem, tags = {} }) =>
      emulator.seed({ certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem, tags }),
    overwrite: async (reference, pems, tags) => {
      await ask(emulator, 'ImportCertificate', { CertificateArn: reference, ...encoded(pems) });
      if (tags)
        await ask(emulator, 'AddTagsToCertificate', { CertificateArn: reference, Tags: listOf(tags) });
    },
    retag: async (reference, tags) => {
      const before = listOf(tagsAt(reference));
      if (before.length > 0) {
        await ask(emulator, 'RemoveTagsFromCertificate', { CertificateArn: reference, Tags: before });
      }
      if (Object.keys(tags).length > 0) {
        await ask(emulator, 'AddTagsToCertificate', { CertificateArn: reference, Tags: listOf(tags) });
      }
    },
    vanish: (reference) => ask(emulator, 'DeleteCertificate', { CertificateArn: reference }),
    reset: async () => {
      await emulator.idle();
      emulator.reset();
      trail.reset();
    },
    close: async () => {
      await trail.close();
      await emulator.close();
    },
  };
}

async function start(): Promise<Stage> {
  // A re-import that strips the tags is the harder of the two behaviours that are reported of the service.
  const emulator = await startFakeAcm({ region: REGION, accessKeys: [KEYS], tagsOnReimport: 'lose' });
  const trail = await startFakeCloudTrail({ acm: emulator });
  return startHttpStage({
    upstream: emulator.url,
    route: async ({ headers }, what) => ({
      upstream: what?.name === 'LookupEvents' ? trail.url : emulator.url,
      headers,
    }),
    requests: ACM_REQUESTS,
    name: acmRequestName,
    faultShapes: acmFaultShapes,
    stage: (url) => stageOf(emulator, trail, url),
  });
}

/** fake-acm in this process, behind the fault proxy. */
export function fakeAcm(): Environment {
  return defineEnvironment({
    name: 'fake-acm',
    title: 'fake-acm, a strict double of AWS Certificate Manager, in this process',
    tier: 'embedded',
    serves: ['AWSACM'],
    notProven: [
      'Signatures and IAM: the double reads who signed a request, and does not verify it here.',
      'How long AWS shows an old certificate after an import, and which of its rates apply to an account.',
    ],
    start,
  });
}
