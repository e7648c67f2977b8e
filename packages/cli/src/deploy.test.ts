import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

const env = { CERTCTL_ALLOW_ENDPOINTS: '1' };
const MINUTE = 60_000;

let shop: Workshop;
/** Everything that any command wrote. */
let everything = '';
const secrets: string[] = [];

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});
beforeEach(() => {
  shop.emulator.reset();
  everything = '';
});

async function cli(...argv: string[]) {
  const ran = await runCli(argv, { env });
  everything += ran.stdout + ran.stderr;
  for (const secret of secrets) expect(everything).not.toContain(secret);
  return ran;
}

/** A leaf of that age, its words, and every line of its key remembered as what must never be written. */
async function leafOf(name: string, minutesOld: number): Promise<string[]> {
  const leaf = await shop.issue({ notBefore: Math.floor((Date.now() - minutesOld * MINUTE) / 1000) * 1000 });
  secrets.push(...leaf.privateKeyPem.split('\n').filter((line) => line.length > 20 && !line.includes('-')));
  return shop.words(name, leaf);
}

describe('the way of a certificate', () => {
  it('is imported, shown, verified, left alone, and renewed in place', async () => {
    const file = ['-f', shop.targets({ tags: { env: 'prod' } })];
    const old = await leafOf('old', 60);
    expect(await cli('show', ...file)).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('NOTHING HELD'),
    });
    expect((await cli('plan', ...file, ...old)).code).toBe(2);
    const fresh = await cli('deploy', ...file, ...old);
    const arn = shop.emulator.state.certificates()[0]?.arn;
    expect(fresh).toMatchObject({ code: 0, stderr: '' });
    expect(fresh.stdout).toMatch(/^DEPLOYED {2}web \(AWSACM\)/);
    expect(fresh.stdout).toContain(`certificate_arn: ${arn}`);

    const shown = await cli('show', ...file);
    expect(shown.code).toBe(0);
    for (const part of [
      'HELD',
      'ISSUED',
      'ours',
      'env = prod',
      'certctl-managed-by = certctl',
      'expires in 89 days',
    ]) {
      expect(shown.stdout).toContain(part);
    }
    expect((await cli('verify', ...file, '--cert', `${shop.folder}/old.crt`)).code).toBe(0);

    const writes = shop.writes();
    expect((await cli('deploy', ...file, ...old)).stdout).toMatch(/^NOTHING TO DO/);
    expect((await cli('plan', ...file, ...old)).code).toBe(0);
    expect(shop.writes()).toBe(writes);

    const renewed = await leafOf('new', 30);
    const blind = await cli('plan', ...file, ...renewed);
    expect(blind.stdout).toMatch(/rollback +IMPOSSIBLE/);
    expect(blind.stdout).toContain('--previous-key FILE');
    const done = await cli('deploy', ...file, ...renewed, '--previous-key', `${shop.folder}/old.key`);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('caller-key') });
    expect(shop.emulator.state.certificates().map((certificate) => certificate.arn)).toEqual([arn]);
    expect((await cli('verify', ...file, '--cert', `${shop.folder}/old.crt`)).code).toBe(4);
  });

  it('goes back when the service serves another one, and says how to repair it when it cannot', async () => {
    const file = ['-f', shop.targets()];
    await cli('deploy', ...file, ...(await leafOf('old', 60)));
    const [before] = shop.emulator.state.certificates();
    const words = [
      ...(await leafOf('new', 30)),
      '--previous-key',
      `${shop.folder}/old.key`,
      '--timeout',
      '2',
      '-v',
    ];
    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    const back = await cli('deploy', ...file, ...words);
    expect(back).toMatchObject({ code: 5, stdout: expect.stringMatching(/^RESTORED/) });
    expect(shop.emulator.state.certificates()[0]?.leaf).toEqual(before?.leaf);

    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'wrong-certificate' });
    shop.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'AccessDeniedException',
      message: 'no',
      on: { nth: 2 },
    });
    const stuck = await cli('deploy', ...file, ...words);
    expect(stuck.code).toBe(6);
    expect(stuck.stdout).toMatch(/^ROLLBACK FAILED/);
    expect(stuck.stdout).toMatch(/^aws acm import-certificate .*--private-key fileb:\/\/known-good\.key/m);
  });

  it('takes over a certificate that is not ours when its leaf is named', async () => {
    const theirs = await shop.issue({ notBefore: Date.now() - 60 * MINUTE });
    const arn = shop.emulator.seed({
      certificate: theirs.certificatePem,
      chain: theirs.chainPem,
      privateKey: theirs.privateKeyPem,
    });
    const argv = ['deploy', '-f', shop.targets({ certificate_arn: arn }), ...(await leafOf('new', 30))];
    expect((await cli(...argv, '--take-over', 'f'.repeat(64))).code).toBe(3);
    const fingerprint = theirs.facts.fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    expect((await cli(...argv, '--take-over', fingerprint)).code).toBe(0);
  });
});

describe('--json', () => {
  it('is one document with times in ISO 8601 and the words of the outcomes', async () => {
    const file = ['-f', shop.targets()];
    const leaf = await leafOf('old', 60);
    const documents = [
      await cli('plan', ...file, ...leaf, '--json'),
      await cli('deploy', ...file, ...leaf, '--json'),
      await cli('show', ...file, '--json'),
      await cli('verify', ...file, '--cert', `${shop.folder}/old.crt`, '--json'),
    ].map(({ stdout }) => JSON.parse(stdout));
    expect(documents[0].plan).toMatchObject({ verdict: 'changes', rollback: 'nothing-to-restore' });
    expect(documents[1]).toMatchObject({
      status: 'deployed',
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(documents[2]).toMatchObject({ state: 'present', ownership: { ours: true } });
    expect(documents[2].held.notAfter).toMatch(/Z$/);
    expect(documents[3].result).toBe('in_sync');
  });
});

describe('a target', () => {
  it('can be put together from flags, in the name of an installation', async () => {
    const { url } = shop.emulator;
    const endpoints = ['acm', 'sts', 'tagging'].flatMap((name) => ['--set', `endpoints.${name}=${url}`]);
    const flags = [
      '--type',
      'aws-acm',
      '--name',
      'Größe 1',
      '--region',
      'eu-west-1',
      '--tag',
      'a=b=c',
      ...endpoints,
    ];
    const ran = await cli('deploy', ...flags, ...(await leafOf('old', 60)), '--instance', 'blue');
    expect(ran.code).toBe(0);
    expect(shop.emulator.state.certificates()[0]).toMatchObject({
      region: 'eu-west-1',
      tags: { a: 'b=c', 'certctl-target-id': 'gro-e-1', 'certctl-instance': 'blue' },
    });
  });

  it('can be the body that the API takes, and the key can come from standard input', async () => {
    const { url } = shop.emulator;
    const body = `{
  "name": "Production ALB cert",
  "type": "AWSACM",
  "agent_id": "ag-server",
  "config": { "region": "us-east-1", "tags": {"env": "production"},
    "endpoints": { "acm": "${url}", "sts": "${url}", "tagging": "${url}" } }
}`;
    const [cert = '', certFile = ''] = await leafOf('old', 60);
    const leaf = await shop.issue();
    shop.words('piped', leaf);
    const ran = await runCli(
      ['deploy', '-f', shop.file('body.json', body), cert, certFile.replace('old', 'piped'), '--key', '-'],
      { env, stdin: leaf.privateKeyPem },
    );
    expect(ran.code).toBe(0);
    expect(shop.emulator.state.certificates()[0]?.tags).toMatchObject({
      'certctl-target-id': 'production-alb-cert',
    });
  });

  it('can have an encrypted key, whose passphrase is in a file or in the environment', async () => {
    const { createPrivateKey } = await import('node:crypto');
    const leaf = await shop.issue();
    const passphrase = 'open sesame';
    const encrypted = createPrivateKey(leaf.privateKeyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    });
    const argv = [
      'plan',
      '-f',
      shop.targets(),
      ...shop.words('e', leaf),
      '--key',
      shop.file('e.enc', encrypted),
    ];
    expect((await runCli(argv, { env })).stderr).toMatch(/^certctl: key_encrypted: .*--passphrase-file/);
    expect((await runCli(argv, { env: { ...env, CERTCTL_PASSPHRASE: passphrase } })).code).toBe(2);
    const file = ['--passphrase-file', shop.file('pass', `${passphrase}\r\n`)];
    expect((await runCli([...argv, ...file], { env })).code).toBe(2);
  });
});

it('writes no byte of a key when a call fails while everything is logged', async () => {
  const argv = ['deploy', '-f', shop.targets(), ...(await leafOf('canary', 60)), '-v', '--timeout', '3'];
  const pem = secrets.join('\n');
  shop.emulator.faults.add({
    operation: 'ImportCertificate',
    kind: 'error',
    name: 'ValidationException',
    message: `bad key -----BEGIN PRIVATE KEY-----\n${pem}\n-----END PRIVATE KEY-----`,
  });
  const ran = await cli(...argv);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain('NOT CHANGED (error)');
  expect(ran.stdout).toContain('[private key removed]');
});
