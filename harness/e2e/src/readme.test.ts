import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IssuedLeaf } from '@certctl/certificate/issue';
import { startFakeElbv2 } from '@certctl/emulators';
import { afterEach, expect, it } from 'vitest';
import { AcmScenario, holds, KEYS, leafIssued } from './acm-scenario.js';

const ROOT = join(import.meta.dirname, '../../..');
const cache = join(ROOT, 'harness/e2e/node_modules/.cache');

let scenario: AcmScenario;
let folder = '';
afterEach(async () => {
  await scenario.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the ten lines of the README run as they stand, on what was built', async () => {
  scenario = await AcmScenario.create({ emulator: { sigv4: 'check' } });
  const leaf = await leafIssued(10);
  const { url } = scenario.emulator;
  expect(await runTenLines('packages/engine', leaf, { AWS_ENDPOINT_URL: url })).toEqual({
    code: 0,
    output: '',
  });
  const held = scenario.emulator.state.certificates();
  expect(held).toHaveLength(1);
  expect(held[0] && holds(held[0], leaf)).toBe(true);
});

it('those of the plugin for listeners, too', async () => {
  scenario = await AcmScenario.create({ emulator: { sigv4: 'check' } });
  const { emulator } = scenario;
  const elb = await startFakeElbv2({ acm: emulator, sigv4: 'check' });
  try {
    const region = 'eu-west-1';
    const loadBalancer = elb.seedLoadBalancer({ region });
    const listener = elb.seedListener({ loadBalancer });
    const ended = await runTenLines('plugins/aws-elbv2', await leafIssued(10), {
      AWS_ENDPOINT_URL: emulator.url,
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: elb.url,
      LISTENER_ARN: listener,
    });
    expect(ended).toEqual({ code: 0, output: '' });
    const [held] = emulator.state.certificates();
    expect(elb.state.listener(listener)?.defaultCertificate).toBe(held?.arn);
  } finally {
    await elb.close();
  }
});

/** Runs the program of a package's README below the packages that it imports, so that they resolve as for a stranger. */
async function runTenLines(
  packageFolder: string,
  leaf: IssuedLeaf,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'readme-'));
  const readme = readFileSync(join(ROOT, packageFolder, 'README.md'), 'utf8');
  const program = /## Ten lines\n+```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  writeFileSync(join(folder, 'ten-lines.mjs'), program);
  writeFileSync(join(folder, 'fullchain.pem'), leaf.certificatePem + leaf.chainPem);
  writeFileSync(join(folder, 'privkey.pem'), leaf.privateKeyPem);
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = KEYS;
  return run(folder, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...env });
}

function run(cwd: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['ten-lines.mjs'], {
    cwd,
    env: { ...process.env, ...env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
