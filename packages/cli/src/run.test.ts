import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, VERSION } from './index.js';
import { runCli } from './testing/run-cli.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const COMMANDS = [
  'demo',
  'plan',
  'deploy',
  'show',
  'verify',
  'permissions',
  'plugins',
  'emulate',
  'history',
  'release',
  'backup',
  'restore',
  'restored',
  'audit verify',
];

describe('certctl', () => {
  it('has the version of its package', async () => {
    expect(VERSION).toBe(manifest.version);
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  it.each(COMMANDS)('helps with %s, with examples, in 90 columns', async (command) => {
    const { code, stdout } = await runCli([...command.split(' '), '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: certctl ${command}`);
    expect(stdout).toContain(`$ certctl ${command}`);
    expect(stdout.split('\n').filter((line) => line.length > 90)).toEqual([]);
  });

  it.each([
    [[], 'a command is missing'],
    [['deplyo'], "unknown command 'deplyo' (Did you mean deploy?)"],
    [['plugins', '--jsn'], "unknown option '--jsn' (Did you mean --json?)"],
    [['deploy', '--key', 'k'], 'which target?'],
    [['deploy', '--bogus'], "unknown option '--bogus'"],
    [['deploy', '--all'], '--all needs a file'],
    [['deploy', 'web', '--all', '-f', 'x.yaml'], 'cannot be combined with --all'],
    [['plan', '--all', '-f', 'x.yaml', '--key', 'k'], '--key cannot be combined with --all'],
    [['deploy', '--cert', 'c', '--key', 'k'], 'which target?'],
    [['deploy', '--passphrase', 'secret', '--cert', 'c', '--key', 'k'], "unknown option '--passphrase'"],
    [['show', '-f', 'x.yaml', '--region', 'eu-west-1'], '--region cannot be combined with -f'],
    [['show', '--region', 'eu-west-1'], '--type is missing'],
    [['show', '--type', 'aws-acm'], '--id is missing'],
    [['show', '--type', 'aws-acm', '--id', 'a', '--tag', 'x'], '--tag "x" is not name=value'],
    [
      ['show', '--type', 'aws-acm', '--id', 'a', '--set', '__proto__.x=1', '--region', 'eu-west-1'],
      '__proto__',
    ],
    [['show', '--type', 'aws-acm', '--id', 'a', '--timeout', 'soon'], '--timeout "soon"'],
    [['show', '--type', 'aws-acm', '--id', 'a b', '--region', 'eu-west-1'], '"a b" is not a target id'],
    [['show', '--type', 'aws-acm', '--id', 'a', '--log-level', 'loud'], "'loud' is invalid"],
    [['permissions', 'floppy'], '"floppy" is not a type'],
    [['permissions', 'aws-acm', '--format', 'xml'], '--format "xml"'],
    [['permissions', 'aws-acm', 'web'], 'has no file'],
    [['emulate', 'azure'], 'no emulator of "azure"'],
    [['emulate', 'acm', '--port', '99999'], '--port "99999"'],
  ])('answers %j in one line: %s', async (argv, message) => {
    const human = await runCli(argv);
    expect(human.code).toBe(EXIT_CODES.usage.code);
    expect(human.stdout).toBe('');
    expect(human.stderr).toMatch(/^certctl: \w+: .+\n$/);
    expect(human.stderr).toContain(message);
    const json = await runCli([...argv, '--json']);
    if (argv.length > 0) expect(JSON.parse(json.stdout).error.message).toContain(message);
  });

  it('colours what a terminal shows, and nothing else', async () => {
    const argv = ['plugins', 'too-much'];
    const sequence = '\u001b[';
    expect((await runCli(argv, { terminal: true })).stderr).toContain(sequence);
    expect((await runCli(argv, { terminal: true, env: { NO_COLOR: '1' } })).stderr).not.toContain(sequence);
    expect((await runCli(argv)).stderr).not.toContain(sequence);
    expect((await runCli(argv, { env: { FORCE_COLOR: '1' } })).stderr).toContain(sequence);
  });

  it('prints permissions as a table, as JSON, and as the policy of a target', async () => {
    expect((await runCli(['permissions', 'aws-acm'])).stdout).toContain('acm:ImportCertificate');
    const { permissions } = JSON.parse(
      (await runCli(['permissions', 'AWSACM', '--json', '--minimal'])).stdout,
    );
    expect(new Set(permissions.map((each: { need: string }) => each.need))).toEqual(new Set(['required']));
    const policy = JSON.parse((await runCli(['permissions', 'aws-acm', '--format', 'iam-policy'])).stdout);
    expect(policy.Version).toBe('2012-10-17');
  });

  it('lists the plugins with the fields of their configuration', async () => {
    expect((await runCli(['plugins'])).stdout).toContain('certificate_arn');
    const { plugins } = JSON.parse((await runCli(['plugins', '--json'])).stdout);
    expect(plugins[0]).toMatchObject({ type: 'AWSACM', config: { type: 'object' } });
  });
});

describe('the exit codes', () => {
  it('are distinct', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
