/**
 * Makes a fresh clone ready, then runs a command in it:
 *
 *   node scripts/bootstrap.mjs [--no-build] COMMAND [ARGUMENT…]
 *
 * Plain JavaScript without dependencies: it runs before anything is installed, on any Node that can say
 * that it is too old.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = join(ROOT, 'node_modules', '.certctl-installed');
const WINDOWS = process.platform === 'win32';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/**
 * CI=true keeps pnpm from asking before it replaces node_modules, which it cannot do without a terminal.
 * The rest keeps tools from talking about themselves between our own lines.
 */
const quietly = {
  ...process.env,
  CI: 'true',
  NO_UPDATE_NOTIFIER: '1',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  NPM_CONFIG_LOGLEVEL: 'error',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

function say(line) {
  process.stderr.write(`certctl: ${line}\n`);
}

function stop(line, output) {
  if (output) process.stderr.write(output);
  say(line);
  process.exit(1);
}

function isOlder(version, minimum) {
  const [a, b] = [version, minimum].map((text) => text.split('.').map(Number));
  const index = a.findIndex((part, position) => part !== b[position]);
  return index >= 0 && a[index] < b[index];
}

function checkNode() {
  const minimum = manifest.engines.node.replace('>=', '');
  const version = process.versions.node;
  if (isOlder(version, minimum)) stop(`Node ${minimum} or later is needed, and this is ${version}.`);
}

/** Runs the pinned pnpm; npx also puts it on the PATH, where turbo looks for it. */
function pnpm(args, failure) {
  const run = spawnSync('npx', ['-y', manifest.packageManager, ...args], {
    cwd: ROOT,
    env: quietly,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: WINDOWS,
  });
  if (run.error) stop(`${failure}: npx could not be started (${run.error.message}).`);
  if (run.signal) process.exit(exitCodeOf(run.signal));
  if (run.status !== 0) stop(`${failure}; what it said is above.`, `${run.stdout}${run.stderr}`);
}

/** What an installation depends on, in one word: when it changes, the installation is stale. */
function installationDigest() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

function install() {
  const digest = installationDigest();
  const installed = existsSync(STAMP);
  if (installed && readFileSync(STAMP, 'utf8') === digest) return;
  const tool = manifest.packageManager.replace('@', ' ');
  say(
    installed
      ? `the lockfile has changed; installing the workspace's packages with ${tool}…`
      : `installing the workspace's packages with ${tool} (first time: about a minute)…`,
  );
  pnpm(['install', '--frozen-lockfile'], 'the packages could not be installed');
  writeFileSync(STAMP, digest);
}

function build() {
  say('building what has changed…');
  pnpm(['--silent', 'run', 'build'], 'the build failed');
}

function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

/** Becomes the command, as far as Node can: same terminal, its exit code, its signals. */
function become(command, args) {
  const bin = join(ROOT, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: '1',
  };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit', shell: WINDOWS });
  // Ctrl-C reaches the whole group: the command ends itself, and this process waits for how it ended.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${command} could not be started (${error.message}).`));
  child.on('exit', (code, signal) => process.exit(signal ? exitCodeOf(signal) : code));
}

const words = process.argv.slice(2);
const skipsBuild = words[0] === '--no-build';
if (skipsBuild) words.shift();
const [command, ...args] = words;

checkNode();
if (!command) stop('a command is needed: node scripts/bootstrap.mjs [--no-build] COMMAND [ARGUMENT…]');
install();
if (!skipsBuild) build();
become(command, args);
