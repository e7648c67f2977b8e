import { describe, expect, it } from 'vitest';
import { runTool } from './run-tool.js';
import { UnusablePackage } from './unusable-package.js';

/** A tool that says this, and fails. */
const failing = (stdout: string, stderr = '') =>
  runTool(
    process.execPath,
    [
      '-e',
      'process.stdout.write(process.argv[1]); process.stderr.write(process.argv[2]); process.exitCode = 1;',
      stdout,
      stderr,
    ],
    { cwd: '.', failed: 'it could not be packed', remedy: 'Pack it.' },
  ).catch((error: unknown) => error);

describe('a tool that fails', () => {
  it('is told by code and summary, where it says them as npm does', async () => {
    const error = {
      code: 'E404',
      summary: 'Not Found - GET /acme',
      detail: 'Note that you can also install',
    };
    const noise = 'npm error code E404\nnpm error A complete log of this run can be found in: /logs';
    const thrown = await failing(JSON.stringify({ error }, null, 2), noise);
    expect(thrown).toEqual(
      new UnusablePackage('it could not be packed: E404: Not Found - GET /acme', 'Pack it.'),
    );
  });

  it.each([
    ['', 'first\nlast', 'it could not be packed:\nfirst\nlast'],
    ['{"error":{"code":"E1"}}', '', 'it could not be packed: {"error":{"code":"E1"}}'],
    ['null', 'why', 'it could not be packed: whynull'],
  ])('is told by the end of what it said otherwise: %j', async (stdout, stderr, message) => {
    expect(await failing(stdout, stderr)).toEqual(new UnusablePackage(message, 'Pack it.'));
  });
});
