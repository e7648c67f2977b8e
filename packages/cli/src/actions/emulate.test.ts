import { expect, it } from 'vitest';
import { run } from '../index.js';
import { runCli } from '../testing/run-cli.js';

it.each([
  ['acm', 'web', 'state'],
  ['vault', 'api', 'state'],
])('serves %s until it is interrupted, and says where and how', async (service, id, route) => {
  const interrupt = new AbortController();
  let stdout = '';
  const ended = run(['emulate', service, '--port', '0'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => true },
    stdin: (async function* () {})(),
    env: {},
    signal: interrupt.signal,
  });
  await expect.poll(() => stdout, { timeout: 15_000 }).toContain(`certctl deploy ${id} -f targets.yaml`);
  const url = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(stdout)?.[1] ?? '';
  expect((await fetch(`${url}/_certctl/${route}`)).status).toBe(200);
  const taken = await runCli(['emulate', service, '--port', new URL(url).port]);
  expect(taken).toMatchObject({ code: 64, stderr: expect.stringContaining('is in use') });
  interrupt.abort();
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});
