import { readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from './testing/run-cli.js';
import { Workshop } from './testing/workshop.js';

const ROOT = new URL('../../../', import.meta.url);
const MINUTE = 60_000;

let shop: Workshop;
let env: Record<string, string>;
/** What stands in the place of the words of a document that mean something of the reader's own. */
let own: Readonly<Record<string, string>>;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  shop = await Workshop.open();
  const made = join(shop.folder, 'made');
  env = {
    CERTCTL_ALLOW_ENDPOINTS: '1',
    CERTCTL_DATA: made,
    CERTCTL_KEY_FILE: join(shop.folder, 'kek'),
  };
  const targets = shop.targets({}, { labels: { env: 'prod', team: 'web' } });
  const leafOf = async (name: string, age: number) =>
    shop.words(name, await shop.issue({ notBefore: Date.now() - age * MINUTE }));
  for (const [name, age] of [
    ['old', 60],
    ['new', 30],
  ] as const) {
    const ran = await runCli(['deploy', '-f', targets, ...(await leafOf(name, age))], { env });
    expect(ran.code, ran.stderr).toBe(0);
  }
  await runCli(['backup', join(shop.folder, 'b')], { env });
  const plan = await runCli(['plan', '--all', '-f', targets, '--json'], { env });
  shop.file('plan.json', plan.stdout);
  // A copy, which no connection of this process has open: a restore moves it aside.
  env.CERTCTL_DATA = join(shop.folder, 'data');
  await mkdir(env.CERTCTL_DATA, { mode: 0o700 });
  for (const name of ['certctl.db', 'store.json'])
    await copyFile(join(made, name), join(env.CERTCTL_DATA, name));
  const { rows } = JSON.parse(
    (await runCli(['history', 'web', '--json'], { env: { ...env, CERTCTL_DATA: made } })).stdout,
  );
  own = {
    TARGET: 'web',
    DEPLOYMENT: rows[0].deploymentId,
    '<deployment>': rows[0].deploymentId,
    '<target>': 'web',
    '[target]': 'web',
    web: 'web',
    'targets.yaml': targets,
    'plan.json': join(shop.folder, 'plan.json'),
    'fullchain.pem': join(shop.folder, 'new.crt'),
    'privkey.pem': join(shop.folder, 'new.key'),
    SHA256: 'f'.repeat(64),
    HEAD: 'f'.repeat(64),
    DELETION: '123',
    TIME: '2026-11-20T03:00:00Z',
    '<type>': 'filesystem',
  };
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await shop.close();
});

/** The commands of a document that are whole: those with a part left out are checked up to there. */
function commandsOf(path: string): readonly string[] {
  const text = readFileSync(new URL(path, ROOT), 'utf8');
  const inline = [...text.matchAll(/`(certctl [^`]+)`/g)].map(([, command]) => command ?? '');
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    (block ?? '').split('\n').filter((line) => line.startsWith('certctl ')),
  );
  return [...new Set([...inline, ...blocks])];
}

/** Commands that serve until they are stopped, play for a while, or ask a service of their own. */
const ELSEWHERE =
  /^certctl (?:emulate|demo|keys rotate|discover (?:aws-acm|azure-key-vault)|discover <type>)/;

const FILES: Readonly<Record<string, (at: Workshop, command: string) => string>> = {
  FILE: (at, command) => {
    if (command.startsWith('certctl backup')) return join(at.folder, `made-${command.length}.backup`);
    if (command.startsWith('certctl restore')) return join(at.folder, 'b');
    if (command.includes('keys adopt')) return join(at.folder, 'new.key');
    return join(at.folder, 'new.crt');
  },
  '<file>': (at, command) => FILES.FILE?.(at, command) ?? '',
};

/** The words, with those of the reader's own filled in; undefined where the document leaves some out. */
function wordsOf(command: string): readonly string[] | undefined {
  const words = command
    .replace(/ > \S+$/, '')
    // What may be left out.
    .replaceAll(/ \[-[^\]]+\]/g, '')
    .split(/\s+/)
    .slice(1);
  if (words.some((word) => word.includes('…'))) return undefined;
  return words.map((word) => own[word] ?? FILES[word]?.(shop, command) ?? word);
}

it.each(['docs/operate.md', 'packages/cli/README.md', 'README.md'])(
  'every command of %s is known to the program, and is run',
  async (path) => {
    const commands = commandsOf(path).filter((command) => !ELSEWHERE.test(command));
    if (path !== 'README.md') expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      const words = wordsOf(command);
      const name = command.split(' ').slice(1);
      const known = await runCli([
        ...(name[0] === 'keys' || name[0] === 'audit' ? name.slice(0, 2) : name.slice(0, 1)),
        '--help',
      ]);
      expect(known.code, command).toBe(0);
      const flags = command.match(/--[a-z-]+/g) ?? [];
      for (const flag of flags) expect(known.stdout, command).toContain(flag);
      // A command that is only named is no more than known.
      if (!words || /^certctl(?: [a-z]+){1,2}$/.test(command)) continue;
      const needsTarget =
        known.stdout.includes('--targets <file>') &&
        !words.includes('-f') &&
        /TARGET|\[target\]|--all/.test(command);
      const argv = needsTarget ? [...words, '-f', own['targets.yaml'] ?? ''] : [...words];
      const needsMaterial =
        /^certctl (?:plan|deploy)/.test(command) && !argv.includes('--cert') && !argv.includes('--all');
      const material = needsMaterial
        ? ['--cert', own['fullchain.pem'] ?? '', '--key', own['privkey.pem'] ?? '']
        : [];
      const ran = await runCli([...argv, ...material], { env });
      expect(ran.stderr, command).not.toMatch(/^certctl: (?:usage|internal): /);
    }
  },
  120_000,
);
