import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { type FakeAcm, serveFakeAcm } from '@certctl/emulators';
import { awsAcm } from '@certctl/plugin-aws-acm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Stage } from '../../environment/stage.js';
import type { CaseResult } from '../../kernel/case-result.js';
import { type ConformanceCase, defineCase } from '../../kernel/conformance-case.js';
import { runConformance } from '../../kernel/run-conformance.js';
import { documentedPermissions } from '../endpoint/documented-permissions.fixture.js';
import { startAcmStage } from './acm-endpoint-stage.js';
import { AcmObserver } from './acm-observer.js';
import { awsAcmEndpoint } from './aws-acm-endpoint.js';

const KEYS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret-for-tests' };
const ACCOUNT = '481516234299';
const RUN = 'conformance-0000beef';
const OTHER_RUN = 'conformance-0000dead';
const DIST = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'dist')).href;

let emulator: FakeAcm;
const start = async (account = '123456789012') => {
  emulator = await serveFakeAcm({ accessKeys: [KEYS], sigv4: 'check', account });
};
beforeEach(() => start());
afterEach(() => emulator.close());

const arns = () => emulator.state.certificates().map(({ arn }) => arn);
const writes = () =>
  emulator.requests.all().filter(({ operation }) => /^(?:Import|Delete|Add|Remove)/.test(operation));
/** The same port by an address that is not called loopback, as that of a service elsewhere would be. */
const elsewhere = () => emulator.url.replace('127.0.0.1', '0.0.0.0');

async function pems(organisation: string) {
  const leaf = await issueLeaf(await issueAuthority({ name: 'somebody' }), {
    names: ['www.example.com'],
    subject: `CN=www.example.com,O=${organisation}`,
  });
  return leaf;
}

async function seeded(organisation: string): Promise<string> {
  const {
    certificatePem: certificate,
    chainPem: chain,
    privateKeyPem: privateKey,
  } = await pems(organisation);
  return emulator.seed({ certificate, chain, privateKey });
}

/** A run of one case or more, which are told from those of the suite by their slugs. */
function running(
  cases: readonly ConformanceCase['run'][],
  more: { readonly signal?: AbortSignal; onResult?(result: CaseResult): void } = {},
) {
  return runConformance({
    plugin: awsAcm,
    environment: awsAcmEndpoint({ url: emulator.url, credentials: KEYS }),
    cases: cases.map((run, at) =>
      defineCase({
        ...{ slug: `test/case-${at}`, level: 'core', kind: 'store', requires: [] },
        ...{ title: 'a title', why: 'a reason', source: 'a source', remedy: 'a remedy' },
        run,
      }),
    ),
    ...more,
  });
}

describe('an endpoint of ACM', () => {
  it('runs the cases of the suite at a URL, with signatures that the service accepts, and leaves nothing', async () => {
    const environment = awsAcmEndpoint({ url: emulator.url, credentials: KEYS });
    const only = ['tags', 'rollback/restores-with-its-own-key', 'ownership/stranger-is-refused'];
    const { results } = await runConformance({ plugin: awsAcm, environment, only });
    const asked = results.filter(({ reason }) => reason !== 'it was not selected');
    expect(asked.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-declared')).toEqual([]);
    expect(asked.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(7);
    expect(arns()).toEqual([]);
  }, 90_000);

  it('puts the id of the run into all that it makes: into the subject, and into the tags of the engine', async () => {
    let runId: string | undefined;
    const seen: unknown[] = [];
    const { verdict } = await running([
      async (world) => {
        runId = world.stage.mark;
        await world.deployed();
        const [held] = emulator.state.certificates();
        seen.push(
          held?.tags['certctl-instance'],
          (await AcmObserver.open({ url: emulator.url, credentials: KEYS }).then((own) => own.list())).length,
        );
      },
    ]);
    expect([verdict, ...seen]).toEqual(['passed', runId, 1]);
  });

  it('leaves what is not its own: of another run, and of somebody who has no run', async () => {
    const others = [await seeded(OTHER_RUN), await seeded('Acme')];
    await running([async (world) => void (await world.deployed())]);
    expect(arns()).toEqual(others);
  });

  it('cleans up after a case that failed, and after a run that was stopped in the middle of one', async () => {
    await running([
      async (world) => {
        await world.deployed();
        throw new TypeError('broken');
      },
    ]);
    expect(arns()).toEqual([]);
    const stop = new AbortController();
    const { results, verdict } = await running(
      [
        async (world) => {
          await world.deployed();
          stop.abort();
          await new Promise(() => {});
        },
        async () => {},
      ],
      { signal: stop.signal },
    );
    expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['skipped', 'the run was stopped'],
      ['skipped', 'the run was stopped'],
    ]);
    expect([verdict, arns()]).toEqual(['partial', []]);
  });
});

describe('the permissions that the document names', () => {
  it('are enough for a run, beside those of the plugin, and for cleaning up after it', async () => {
    await emulator.close();
    // Both are policies: one is printed by the plugin, the other is held to the emulator's own reading here.
    const [own, ours] = [
      awsAcm.policies['iam-policy']?.({ optional: true }),
      documentedPermissions('aws'),
    ] as {
      Statement: object[];
    }[];
    // The emulator evaluates no conditions; what the plugin may delete only then, the run may delete anyway.
    const statements = [...(ours?.Statement ?? []), ...(own?.Statement ?? [])];
    const allow = { ...ours, Statement: statements.filter((each) => !('Condition' in each)) } as never;
    emulator = await serveFakeAcm({ accessKeys: [{ ...KEYS, allow }], sigv4: 'check' });
    const environment = awsAcmEndpoint({ url: emulator.url, credentials: KEYS });
    const only = ['ownership/stranger-is-refused', 'tags/lost-ones-are-put-back', 'recovery'];
    const { results } = await runConformance({ plugin: awsAcm, environment, only });
    const asked = results.filter(({ reason }) => reason !== 'it was not selected');
    expect(asked.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not-declared')).toEqual([]);
    expect(arns()).toEqual([]);
  }, 60_000);
});

describe('what may be written to', () => {
  const environment = (options: Parameters<typeof awsAcmEndpoint>[0]) =>
    awsAcmEndpoint({ credentials: KEYS, ...options }).start({ plugin: awsAcm, runId: RUN });

  it('is no address elsewhere without its account, and then nothing was written', async () => {
    await expect(environment({ url: elsewhere() })).rejects.toThrow('--allow-real-account 123456789012');
    await expect(environment({ url: elsewhere(), allowRealAccount: ACCOUNT })).rejects.toThrow(
      `says that it is 123456789012, and --allow-real-account names ${ACCOUNT}`,
    );
    expect(writes()).toEqual([]);
  });

  it('is an account that is named as the service names itself', async () => {
    const stage = await environment({ url: elsewhere(), allowRealAccount: '123456789012' });
    await stage.close();
    expect(stage.patience).toBe(10);
  });

  it('is no address of this machine that says to be an account: a tunnel ends there', async () => {
    await emulator.close();
    await start(ACCOUNT);
    await expect(environment({ url: emulator.url })).rejects.toThrow(
      `is ${ACCOUNT}, which may be somebody's`,
    );
  });

  it('is said with what it costs, counted on the double, before anything is made', async () => {
    const lines: string[] = [];
    const cases = (await import('../../cases/all-cases.js')).ALL_CASES.filter(
      ({ slug }) => slug === 'deploy/renewal-keeps-its-address',
    );
    const stage = await awsAcmEndpoint({
      ...{ url: elsewhere(), credentials: KEYS, allowRealAccount: '123456789012' },
    }).start({ plugin: awsAcm, runId: RUN, cases, announce: (line) => lines.push(line) });
    await stage.close();
    expect(lines[0]).toBe(`all that is made carries ${RUN}`);
    expect(lines[1]).toMatch(/^2 imports will be made; ACM counts them for 365 days/);
    expect(lines).toHaveLength(2);
    expect(writes()).toEqual([]);
  });
});

describe('a write of a plugin', () => {
  let stage: Stage;
  let theirs: string;
  let before: number;

  beforeEach(async () => {
    theirs = await seeded('Acme');
    stage = await startAcmStage({ url: emulator.url, credentials: KEYS }, RUN);
    before = writes().length;
  });
  afterEach(() => stage.close());

  /** A client behind the proxy, as a plugin has it. */
  const behind = () => AcmObserver.open({ url: proxied(stage), credentials: KEYS });
  const proxied = ({ target }: Stage) => {
    const { endpoints } = target('web');
    return String(Reflect.get(Object(endpoints), 'acm'));
  };

  it('does not reach what somebody else has: no import over it, no tag, no deletion', async () => {
    const plugin = await behind();
    await expect(plugin.put(await pems(RUN), {}, theirs)).rejects.toThrow('a fault of the test');
    await expect(plugin.retag(theirs, { a: 'b' })).rejects.toThrow();
    await expect(plugin.remove(theirs)).rejects.toThrow();
    expect(writes()).toHaveLength(before);
  });

  it('does not reach what came from elsewhere after the run had begun', async () => {
    const late = await seeded('Acme');
    await expect((await behind()).remove(late)).rejects.toThrow();
    expect(arns()).toEqual([theirs, late]);
  });

  it('does not leave when nobody knows what it is', async () => {
    const answer = await fetch(proxied(stage), {
      method: 'POST',
      headers: { 'x-amz-target': 'CertificateManager.RenewCertificate' },
      body: '{}',
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(emulator.requests.of('RenewCertificate')).toEqual([]);
  });

  it('reaches what the run has made', async () => {
    const plugin = await behind();
    const arn = await plugin.put(await pems(RUN), {});
    await plugin.retag(arn, { a: 'b' });
    await plugin.remove(arn);
    expect(arns()).toEqual([theirs]);
  });
});

describe('a run that was killed', () => {
  it('is swept by its id, and nothing else is', async () => {
    const others = [await seeded(OTHER_RUN), await seeded('Acme')];
    const folder = mkdtempSync(join(tmpdir(), 'certctl-killed-'));
    try {
      const file = join(folder, 'run.mjs');
      writeFileSync(file, killed(emulator.url));
      const child = spawn(process.execPath, [file], { stdio: 'inherit', cwd: import.meta.dirname });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      // One that ends by itself has made nothing, and is not waited for.
      const made = () => (child.exitCode === null ? arns().length : `ended with ${child.exitCode}`);
      await vi.waitUntil(() => made() !== others.length, { timeout: 120_000, interval: 20 });
      expect(made()).toBe(others.length + 1);
      child.kill('SIGKILL');
      await gone;
      await emulator.idle();
      const left = arns().filter((arn) => !others.includes(arn));
      expect(left).toHaveLength(1);
      const environment = awsAcmEndpoint({ url: emulator.url, credentials: KEYS });
      expect(await environment.sweep?.(RUN)).toEqual(left);
      expect(arns()).toEqual(others);
      expect(await environment.sweep?.(OTHER_RUN)).toEqual([others[0]]);
      expect(arns()).toEqual([others[1]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 150_000);
});

/** A program that makes a certificate and then waits for ever. */
function killed(url: string): string {
  return `
    import { startAcmStage } from '${DIST}/environments/index.js';
    import { World } from '${DIST}/world/world.js';
    import { awsAcm } from '${pathToFileURL(join(import.meta.dirname, '../../../node_modules/@certctl/plugin-aws-acm/dist/index.js')).href}';
    const stage = await startAcmStage({ url: '${url}', credentials: ${JSON.stringify(KEYS)} }, '${RUN}');
    await new World(awsAcm, stage).deployed();
    await new Promise(() => setTimeout(() => {}, 1e6));
  `;
}
