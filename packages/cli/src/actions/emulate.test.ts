import { expect, it } from 'vitest';
import { run } from '../index.js';
import { runCli } from '../testing/run-cli.js';

it.each([
  ['acm', 'certctl deploy web -f targets.yaml'],
  ['elbv2', 'aws elbv2 create-listener'],
  ['kms', 'export CERTCTL_KMS_KEY=arn:aws:kms:us-east-1:123456789012:key/'],
  ['vault', 'certctl deploy api -f targets.yaml'],
])('serves %s until it is interrupted, and says where and how', async (service, how) => {
  const interrupt = new AbortController();
  let stdout = '';
  const ended = run(['emulate', service, '--port', '0'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => true },
    stdin: (async function* () {})(),
    env: {},
    signal: interrupt.signal,
  });
  await expect.poll(() => stdout, { timeout: 15_000 }).toContain(how);
  const url =
    new RegExp(`fake-${service}.* listens on (http://127\\.0\\.0\\.1:\\d+)`).exec(stdout)?.[1] ?? '';
  expect((await fetch(`${url}/_certctl/state`)).status).toBe(200);
  const taken = await runCli(['emulate', service, '--port', new URL(url).port]);
  expect(taken).toMatchObject({ code: 64, stderr: expect.stringContaining('is in use') });
  interrupt.abort();
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});
