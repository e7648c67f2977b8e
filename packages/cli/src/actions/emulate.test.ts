import { expect, it } from 'vitest';
import { run } from '../index.js';
import { runCli } from '../testing/run-cli.js';

it('serves until it is interrupted, and says where and how', async () => {
  const interrupt = new AbortController();
  let stdout = '';
  const ended = run(['emulate', 'acm', '--port', '0'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => true },
    stdin: (async function* () {})(),
    env: {},
    signal: interrupt.signal,
  });
  await expect.poll(() => stdout).toContain('certctl deploy web -f targets.yaml');
  const url = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(stdout)?.[1] ?? '';
  expect((await fetch(`${url}/_certctl/state`)).status).toBe(200);
  const taken = await runCli(['emulate', 'acm', '--port', new URL(url).port]);
  expect(taken).toMatchObject({ code: 64, stderr: expect.stringContaining('is in use') });
  interrupt.abort();
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});
