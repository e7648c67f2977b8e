import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { type FakeEntra, type FakeVault, startFakeEntra, startFakeVault } from '@certctl/emulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

let shop: Workshop;
let vault: FakeVault;
let entra: FakeEntra;
const env = { CERTCTL_ALLOW_ENDPOINTS: '1' };
const cli = (...argv: string[]) => runCli(argv, { env });

beforeAll(async () => {
  shop = await Workshop.open();
  vault = await startFakeVault();
  entra = await startFakeEntra({ identities: [{}], vaults: [vault] });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('IDENTITY_ENDPOINT', entra.identityEndpoint);
  vi.stubEnv('IDENTITY_HEADER', entra.identityHeader);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await entra.close();
  await vault.close();
  await shop.close();
});
beforeEach(() => {
  shop.emulator.reset();
  vault.reset();
});

const HOUR = 3_600_000;
const older = (name: string) => shop.issue({ names: [name], notBefore: Date.now() - 5 * HOUR });

/** A folder of local certificates and keys, as certbot lays them out. */
function live(folder: string, leaves: Readonly<Record<string, IssuedLeaf>>): string {
  for (const [name, leaf] of Object.entries(leaves)) {
    const archive = join(shop.folder, folder, 'archive', name);
    const links = join(shop.folder, folder, 'live', name);
    mkdirSync(archive, { recursive: true });
    mkdirSync(links, { recursive: true });
    writeFileSync(join(archive, 'fullchain1.pem'), leaf.certificatePem + leaf.chainPem);
    writeFileSync(join(archive, 'privkey1.pem'), leaf.privateKeyPem);
    symlinkSync(join(archive, 'fullchain1.pem'), join(links, 'fullchain.pem'));
    symlinkSync(join(archive, 'privkey1.pem'), join(links, 'privkey.pem'));
  }
  return join(shop.folder, folder);
}

function seedAcm(leaf: IssuedLeaf): string {
  const { certificatePem, chainPem, privateKeyPem } = leaf;
  return shop.emulator.seed({ certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
}

function seedVault(name: string, leaf: IssuedLeaf): void {
  const { certificatePem, chainPem, privateKeyPem } = leaf;
  vault.seed({ name, certificate: certificatePem, chain: chainPem, privateKey: privateKeyPem });
}

const inAcm = () => {
  const { url } = shop.emulator;
  const endpoints = ['acm', 'sts', 'tagging'].flatMap((each) => ['--set', `endpoints.${each}=${url}`]);
  return ['discover', 'aws-acm', '--region', 'us-east-1', ...endpoints];
};
const inVault = () => [
  ...['discover', 'azure-key-vault', '--vault-url', vault.url],
  ...['--set', 'credential_mode=managed_identity'],
];

describe('a discovery in ACM', () => {
  it('writes targets that can be planned as they stand, and nothing to the service', async () => {
    const [same, renewed] = [await older('a.example.com'), await shop.issue({ names: ['b.example.com'] })];
    const arns = [
      seedAcm(same),
      seedAcm(await older('b.example.com')),
      seedAcm(await older('c.example.com')),
    ];
    shop.emulator.use(
      arns[0] ?? '',
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1',
    );
    const unused = await shop.issue({ names: ['nowhere.example.com'] });
    const local = live('acm-live', { a: same, b: renewed, nowhere: unused });
    const file = join(shop.folder, 'found.yaml');
    const found = await cli(...inAcm(), '--certificates', local, '-o', file);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toContain('3 targets of 3 certificates');
    expect(found.stdout).toMatch(/Matched by no local certificate.*\n {2}c\.example\.com/);
    expect(found.stdout).toMatch(/deployed nowhere here \(1\)\n.*nowhere/);
    expect(shop.writes()).toBe(0);

    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/in use by arn:aws:elasticloadbalancing/);
    expect(text).toMatch(/EC-P-256; expires in \d+ days/);
    const document = parse(text);
    expect(document.targets.map((each: { config: object }) => each.config)).toEqual(
      expect.arrayContaining(arns.map((certificate_arn) => ({ certificate_arn }))),
    );
    const certificates = JSON.stringify(document.certificates);
    expect(certificates).toContain('live/a/fullchain.pem');
    expect(certificates).not.toContain('archive');

    const planned = await cli('plan', '--all', '-f', file, '--json');
    const { targets } = JSON.parse(planned.stdout);
    const verdicts = Object.fromEntries(
      targets.map(
        ({
          id,
          plan,
          error,
        }: {
          id: string;
          plan?: { findings: { code: string }[]; verdict: string };
          error?: { code: string };
        }) => [
          id,
          plan
            ? `${plan.verdict} ${plan.findings.map(({ code }) => code).includes('not_ours')}`
            : error?.code,
        ],
      ),
    );
    expect(verdicts).toEqual({
      'a-example-com': 'refused true',
      'b-example-com': 'refused true',
      'c-example-com': 'material_missing',
    });
  });

  it('overwrites no file unasked, and says which permission is missing', async () => {
    const file = shop.file('mine.yaml', 'targets: mine\n');
    expect(await cli(...inAcm(), '-o', file)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('is there already'),
    });
    expect(readFileSync(file, 'utf8')).toBe('targets: mine\n');
    shop.emulator.faults.add({
      operation: 'ListCertificates',
      kind: 'error',
      name: 'AccessDeniedException',
      message: 'not authorized to perform: acm:ListCertificates',
    });
    const refused = await cli(...inAcm(), '-o', '-');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('"Action":"acm:ListCertificates"');
  });
});

describe('a discovery in Key Vault', () => {
  it('leaves out what no import can renew, and says why', async () => {
    seedVault('web', await older('web.example.com'));
    seedVault('gone', await older('gone.example.com'));
    const { certificatePem, privateKeyPem } = await older('own.example.com');
    const policy = { issuer: { name: 'Self' } };
    vault.seed({ name: 'own', certificate: certificatePem, privateKey: privateKeyPem, policy });
    const found = await cli(...inVault(), '-o', '-');
    expect(found.code).toBe(0);
    const document = parse(found.stdout);
    expect(document.targets.map(({ id }: { id: string }) => id)).toEqual(['gone', 'web']);
    expect(document.connections).toEqual({
      [Object.keys(document.connections)[0] ?? '']: {
        type: 'AzureKeyVault',
        config: { vault_url: vault.url, credential_mode: 'managed_identity' },
      },
    });
    expect(found.stdout).toMatch(/# left out: own: /);
    expect(found.stderr).toContain('2 targets of 3 certificates');
    expect(vault.requests.all().some(({ operation }) => /^(Import|Update|Delete)/.test(operation))).toBe(
      false,
    );
  });
});

describe('a discovery in files', () => {
  it('finds bundles, pinned by their paths', async () => {
    const leaf = await older('file.example.com');
    const folder = join(shop.folder, 'haproxy');
    mkdirSync(folder);
    const bundle = leaf.privateKeyPem + leaf.certificatePem + leaf.chainPem;
    writeFileSync(join(folder, 'file.pem'), bundle, { mode: 0o600 });
    const found = await cli('discover', 'filesystem', '--directory', folder, '-o', '-');
    expect(found.code).toBe(0);
    const { targets } = parse(found.stdout);
    expect(targets).toHaveLength(1);
    expect(targets[0].config.path).toBe(join(folder, 'file.pem'));
    expect(found.stdout).not.toContain('PRIVATE KEY');
  });
});

describe('an adopted key', () => {
  it('gives the first deploy a rollback that survives the process', async () => {
    const held = await older('www.example.com');
    seedVault('www', held);
    const target = {
      id: 'www',
      type: 'azure-key-vault',
      config: { vault_url: vault.url, certificate_name: 'www', credential_mode: 'managed_identity' },
    };
    const file = shop.file('vault.json', JSON.stringify({ targets: [target] }));
    const home = join(shop.folder, 'home');
    mkdirSync(home);
    const world = { env: { ...env, HOME: home, CERTCTL_DATA: '' } };
    const key = shop.file('held.key', held.privateKeyPem);
    const chain = shop.file('held.pem', held.certificatePem + held.chainPem);
    const other = shop.file('other.key', (await older('x.example.com')).privateKeyPem);
    expect(
      await runCli(['keys', 'adopt', '-f', file, '--key', other, '--chain', chain], world),
    ).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('key_mismatch'),
    });
    const adopted = await runCli(['keys', 'adopt', '-f', file, '--key', key, '--chain', chain], world);
    expect(adopted).toMatchObject({ code: 0, stdout: expect.stringContaining('KEY SEALED') });
    const words = shop.words('next', await shop.issue());
    const planned = await runCli(['plan', '-f', file, ...words, '--json'], world);
    expect(JSON.parse(planned.stdout).plan.rollback).toBe('kept-key');
    expect(await runCli(['keys', 'adopt', '-f', file, '--key', key], { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--data'),
    });
  });
});
