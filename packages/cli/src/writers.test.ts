import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeCloudTrail, startFakeCloudTrail } from '@certctl/emulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { importCertificate } from './testing/import-certificate.js';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

let shop: Workshop;
let trail: FakeCloudTrail;
let data = '';
let number = 0;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIACERTCTL');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
  trail = await startFakeCloudTrail({ acm: shop.emulator });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await trail.close();
  await shop.close();
});
beforeEach(() => {
  shop.emulator.reset();
  trail.reset();
  trail.settings.lag = 0;
  number += 1;
  data = join(shop.folder, `data-${number}`);
});

const cli = (...argv: string[]) =>
  runCli(argv, {
    env: {
      CERTCTL_ALLOW_ENDPOINTS: '1',
      CERTCTL_DATA: data,
      CERTCTL_KEY_FILE: join(shop.folder, 'kek'),
    },
  });

function file(): string[] {
  const { url } = shop.emulator;
  const endpoints = { acm: url, sts: url, tagging: url, cloudtrail: trail.url };
  return ['-f', shop.targets({ endpoints })];
}

async function deployed(): Promise<void> {
  const words = shop.words('web', await shop.issue());
  expect((await cli('deploy', ...file(), ...words)).code).toBe(0);
}

/** Somebody else imports over it, without a signature. */
async function strangerImports(): Promise<void> {
  const [held] = shop.emulator.state.certificates();
  await importCertificate(shop.emulator.url, held?.arn ?? '', await shop.issue());
}

const writers = (...more: string[]) => cli('writers', 'web', ...file(), ...more);

describe('certctl writers', () => {
  it('says that nobody but us wrote, by the requests of our deploys, and ends with 0', async () => {
    await deployed();
    const { code, stdout, stderr } = await writers();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ONLY OURS {2}web \(AWSACM\)\n/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Nobody but certctl wrote to it in the last 7 days, as far as CloudTrail event history of us-east-1 shows.',
    );
    expect(stdout).toMatch(/certctl ImportCertificate/);
    expect(stdout).toContain('known by its request, deployment ');
    expect(stdout).toContain('trail_lags');
    for (const line of stdout.split('\n')) {
      if (!/arn:|https:/.test(line)) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  it('names somebody else first, in red on a terminal, and ends with 4', async () => {
    await deployed();
    await strangerImports();
    const { code, stdout } = await runCli(['writers', 'web', ...file()], {
      terminal: true,
      env: { CERTCTL_ALLOW_ENDPOINTS: '1', CERTCTL_DATA: data, FORCE_COLOR: '1' },
    });
    expect(code).toBe(4);
    const red = '\u001b[31m';
    const [title = '', summary, , , other = ''] = stdout.split('\n');
    expect(title).toContain(`${red}`);
    expect(title).toContain('SOMEBODY ELSE WRITES');
    expect(summary).toBe('1 other principal wrote to it in the last 7 days.');
    expect(other).toContain(`${red}arn:aws:iam::123456789012:user/anonymous once, last on`);
    expect(stdout.indexOf('OTHER')).toBeLessThan(stdout.indexOf('known by its request'));
  });

  it('knows our own by their identity when the records are gone, and says by what', async () => {
    await deployed();
    rmSync(data, { recursive: true });
    const { code, stdout } = await writers();
    expect(code).toBe(0);
    expect(stdout).toContain('we write as arn:aws:iam::123456789012:user/AKIACERTCTL');
    expect(stdout).toContain('our identity, and no request of a deploy');
    expect(stdout).not.toContain('known by its request');
  });

  it('does not know when it may not look, prints the statement to grant, and ends with 1', async () => {
    await deployed();
    shop.emulator.addAccessKey({
      accessKeyId: 'AKIACERTCTL',
      secretAccessKey: 'test',
      allow: { Statement: { Effect: 'Allow', Action: ['acm:*', 'tag:*'], Resource: '*' } },
    });
    const { code, stdout } = await writers();
    shop.emulator.addAccessKey({ accessKeyId: 'AKIACERTCTL', secretAccessKey: 'test' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NOT KNOWN {2}web/);
    expect(stdout).toContain('NOT READ: not permitted');
    expect(stdout).toContain('"Action":"cloudtrail:LookupEvents"');
    expect(stdout).not.toContain('Nobody');
  });

  it('is without a write that the record does not show yet, and says so', async () => {
    await deployed();
    trail.settings.lag = 60_000;
    const { code, stdout } = await writers();
    expect(code).toBe(0);
    expect(stdout).toContain('no write');
    expect(stdout).toContain('trail_lags');
  });

  it('waits for its turn where the service would throttle', async () => {
    trail.settings.rates = 'published';
    await deployed();
    const { code } = await writers();
    trail.settings.rates = 'off';
    expect(code).toBe(0);
    expect(trail.requests.of('LookupEvents').filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('prints one document with --json, without a request in it', async () => {
    await deployed();
    await strangerImports();
    const { code, stdout } = await writers('--json', '--since', '1h');
    const report = JSON.parse(stdout);
    expect(code).toBe(4);
    expect(report).toMatchObject({
      verdict: 'others',
      others: ['arn:aws:iam::123456789012:user/anonymous'],
      places: [{ kind: 'store', known: true, writes: expect.any(Array) }],
    });
    expect(report.places[0].writes.map(({ writer }: { writer: string }) => writer).toSorted()).toEqual([
      'other',
      'this',
    ]);
    expect(stdout).not.toContain('requestParameters');
    expect(stdout).not.toContain('"hb"');
  });

  it('takes no time that has not been, and no store without a record', async () => {
    expect(await writers('--since', 'tomorrow')).toMatchObject({ code: 64 });
    const target = { id: 'disk', type: 'filesystem', config: { path: '/tmp/x.pem' } };
    const disk = shop.file('disk.json', JSON.stringify({ targets: [target] }));
    const { code, stderr } = await cli('writers', 'disk', '-f', disk);
    expect(code).toBe(1);
    expect(stderr).toContain('the Filesystem plugin reads no record');
  });
});

describe('certctl explain', () => {
  it('names the command that tells who else writes', async () => {
    await deployed();
    const { stdout } = await cli('explain', 'web', ...file());
    expect(stdout).toMatch(/WHO ELSE WRITES[\s\S]*\$ certctl writers web -f/);
  });
});
