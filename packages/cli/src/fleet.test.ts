import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

let shop: Workshop;
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});
beforeEach(() => shop.emulator.reset());

const env = { CERTCTL_ALLOW_ENDPOINTS: '1' };
const cli = (...argv: string[]) => runCli(argv, { env });

interface TargetLine {
  readonly id: string;
  readonly plan?: { readonly verdict: string };
  readonly outcome?: { readonly status: string };
  readonly error?: { readonly code: string };
}
const parse = (stdout: string): { summary: { ended: object; findings: object }; targets: TargetLine[] } =>
  JSON.parse(stdout);

/** A file of targets with one connection, and a certificate for each of the names that have one. */
async function fleet(targets: readonly object[], certified: readonly string[], defaults: object = {}) {
  const { url } = shop.emulator;
  const endpoints = { acm: url, sts: url, tagging: url };
  const certificates: Record<string, object> = {};
  for (const name of certified) {
    const leaf = await shop.issue({ names: [`${name}.example.com`] });
    shop.file(`${name}.crt`, leaf.certificatePem + leaf.chainPem);
    shop.file(`${name}.key`, leaf.privateKeyPem);
    certificates[name] = { cert: `${name}.crt`, key: `${name}.key` };
  }
  return shop.file(
    'fleet.json',
    JSON.stringify({
      defaults,
      connections: { here: { type: 'aws-acm', config: { region: 'us-east-1', endpoints } } },
      certificates,
      targets,
    }),
  );
}

const target = (id: string, fields: object = {}) => ({
  id,
  connection: 'here',
  certificate_id: id,
  ...fields,
});

describe('a fleet', () => {
  it('is planned, deployed, and then has nothing to do', async () => {
    const file = await fleet(
      [target('a', { labels: { env: 'prod' } }), target('b', { config: { tags: { env: 'test' } } })],
      ['a', 'b'],
      { tags: { owner: 'sre', env: 'prod' } },
    );
    const planned = await cli('plan', '--all', '-f', file);
    expect(planned).toMatchObject({ code: 2, stdout: expect.stringContaining('2  changes') });
    expect(shop.writes()).toBe(0);
    const done = await cli('deploy', '--all', '-f', file);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('2  deployed') });
    const tags = shop.emulator.state.certificates().map((each) => [each.tags.owner, each.tags.env]);
    expect(tags.toSorted()).toEqual([
      ['sre', 'prod'],
      ['sre', 'test'],
    ]);
    expect((await cli('plan', '--all', '-f', file)).code).toBe(0);
    expect((await cli('deploy', '--all', '-f', file)).stdout).toContain('2  unchanged');
  });

  it('is chosen from by labels', async () => {
    const file = await fleet(
      [target('a', { labels: { env: 'prod' } }), target('b', { labels: { env: 'test' } })],
      ['a', 'b'],
    );
    const chosen = parse((await cli('plan', '-l', 'env=prod', '-f', file, '--json')).stdout);
    expect(chosen.targets.map(({ id }) => id)).toEqual(['a']);
    expect((await cli('deploy', '-l', 'env!=prod', '-f', file)).code).toBe(0);
    expect(shop.emulator.state.certificates()).toHaveLength(1);
    expect(await cli('plan', '-l', 'env=none', '-f', file)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('selects none of the 2 targets'),
    });
  });

  it('names for each target that did not go well the command that tells more, where records are kept', async () => {
    const file = await fleet(
      [target('a'), target('b', { config: { certificate_arn: missing } })],
      ['a', 'b'],
    );
    const records = { CERTCTL_DATA: join(shop.folder, 'fleet'), CERTCTL_KEY_FILE: join(shop.folder, 'kek') };
    const kept = (...argv: string[]) => runCli(argv, { env: { ...env, ...records } });
    const { code, stdout } = await kept('deploy', '--all', '-f', file);
    expect(code).toBe(3);
    const lines = stdout.split('\n').filter((line) => line.startsWith('certctl explain '));
    expect(lines).toEqual([expect.stringMatching(/^certctl explain [0-9a-f-]{36} -f \S+$/)]);
    const told = await kept(...(lines[0] ?? '').split(' ').slice(1));
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^REFUSED {2}b \(AWSACM\)/) });
    const forgotten = await cli('deploy', '--all', '-f', file, '--data', 'none');
    expect(forgotten.stdout).not.toContain('certctl explain');
  });

  it('ends in the gravest of what its targets ended in, each of them told', async () => {
    const file = await fleet(
      [target('a'), target('b'), target('c', { config: { certificate_arn: missing } })],
      ['a', 'c'],
    );
    const planned = await cli('plan', '--all', '-f', file, '--json');
    expect(planned.code).toBe(3);
    const { targets, summary } = parse(planned.stdout);
    expect(targets.map(({ plan, error }) => plan?.verdict ?? error?.code)).toEqual([
      'changes',
      'material_missing',
      'refused',
    ]);
    expect(summary).toMatchObject({ ended: { refused: 2, changes: 1 }, findings: { reference_absent: 1 } });
    shop.emulator.faults.add({
      operation: 'DescribeCertificate',
      kind: 'error',
      name: 'ValidationException',
      message: 'no',
      on: { times: 99 },
    });
    expect((await cli('plan', '--all', '-f', file)).code).toBe(1);
  });

  it('goes on with the others when one deploy fails', async () => {
    const file = await fleet([target('a'), target('b'), target('c')], ['a', 'b', 'c']);
    shop.emulator.faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      name: 'LimitExceededException',
      message: 'quota',
    });
    const done = await cli('deploy', '--all', '-f', file, '--concurrency', '1', '--json');
    expect(done.code).toBe(1);
    expect(parse(done.stdout).targets.map(({ outcome }) => outcome?.status)).toEqual([
      'failed',
      'deployed',
      'deployed',
    ]);
  });

  it('takes over what a plan has shown, and nothing that was changed since', async () => {
    const seeded = await shop.issue({ names: ['a.example.com'], notBefore: Date.now() - 3_600_000 });
    const other = await shop.issue({ names: ['b.example.com'], notBefore: Date.now() - 3_600_000 });
    const seed = (leaf: typeof seeded) =>
      shop.emulator.seed({
        certificate: leaf.certificatePem,
        chain: leaf.chainPem,
        privateKey: leaf.privateKeyPem,
      });
    const arns = [seed(seeded), seed(other)];
    const file = await fleet(
      ['a', 'b'].map((id, index) => target(id, { config: { certificate_arn: arns[index] } })),
      ['a', 'b'],
    );
    const planned = await cli('plan', '--all', '-f', file, '--json');
    expect(planned.code).toBe(3);
    const plan = shop.file('plan.json', planned.stdout);
    const changed = await shop.issue({ names: ['b.example.com'] });
    const { importCertificate } = await import('./testing/import-certificate.js');
    await importCertificate(shop.emulator.url, arns[1] ?? '', changed);
    const done = await cli('deploy', '--all', '-f', file, '--take-over-planned', plan, '--json');
    expect(parse(done.stdout).targets.map(({ outcome }) => outcome?.status)).toEqual(['deployed', 'refused']);
    expect(done.code).toBe(3);
    expect(
      await cli('deploy', '--all', '-f', file, '--take-over-planned', shop.file('no.json', '{}')),
    ).toMatchObject({ code: 64 });
  });

  it('begins no further target after an interrupt', async () => {
    const file = await fleet([target('a'), target('b'), target('c')], ['a', 'b', 'c']);
    const interrupt = new AbortController();
    shop.emulator.faults.add({ operation: 'ImportCertificate', kind: 'slow', ms: 300 });
    const running = runCli(['deploy', '--all', '-f', file, '--concurrency', '1', '--json'], {
      env,
      signal: interrupt.signal,
    });
    await expect.poll(() => shop.emulator.requests.all().length, { timeout: 5_000 }).toBeGreaterThan(0);
    interrupt.abort(new Error('interrupted'));
    const { code, stdout } = await running;
    expect(code).toBe(1);
    expect(parse(stdout).summary.ended).toMatchObject({ 'not started': 2 });
  });

  it('is told from one target, and from a wrong connection, by line', async () => {
    const file = await fleet([target('a'), target('b', { connection: 'nowhere' })], ['a']);
    expect(await cli('plan', '--all', '-f', file)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('there is no connection "nowhere"'),
    });
    expect(readFileSync(file, 'utf8')).toContain('nowhere');
  });
});

const missing = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
