import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { selecting } from '../report/selecting.js';
import { commandOf } from './command-of.js';
import type { ConformOptions } from './conform.js';

/** Every option that changes what is run, each with a value that a shell would take apart or act on. */
const EVERYTHING = {
  source: './my plugin',
  env: './env $(touch made).js',
  beside: ['../acme client', "it's.tgz"],
  baseline: 'known; failures.json',
  endpoint: 'http://127.0.0.1:4566/?a=1&b=2',
  allowRealAccount: '481516234200',
} as const satisfies Partial<ConformOptions>;

/** The words that a shell makes of a line. */
function wordsOf(line: string): readonly string[] {
  const said = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' });
  return said.split('\n').slice(0, -1);
}

it('gives a shell the words of the run, whatever is in them, each option once for each of its values', () => {
  const line = selecting(commandOf(EVERYTHING), ['rollback', 'deploy/replay-is-unchanged']);
  expect(wordsOf(line)).toEqual([
    ...['certctl', 'conformance', 'run', './my plugin'],
    ...['--env', './env $(touch made).js', '--with', '../acme client', '--with', "it's.tgz"],
    ...['--baseline', 'known; failures.json', '--endpoint', 'http://127.0.0.1:4566/?a=1&b=2'],
    ...['--allow-real-account', '481516234200', '--only', 'rollback', '--only', 'deploy/replay-is-unchanged'],
  ]);
});

it('leaves words alone that a shell leaves alone', () => {
  expect(selecting(commandOf({ source: '@acme/certctl-plugin@1.2.0' }))).toBe(
    'certctl conformance run @acme/certctl-plugin@1.2.0',
  );
});
