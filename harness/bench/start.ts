import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueAuthority, issueLeaf } from '@certctl/certificate/issue';
import { medians } from './measure.js';

const CLI = join(import.meta.dirname, '../../packages/cli/bin/certctl.js');
const TARGET_MS = 60;
const ROUNDS = 15;

/**
 * How long a command takes to begin, against node itself: `certctl --version`, and a cold plan that loads
 * the AWS SDK and asks an emulator in a process of its own.
 * @returns whether `--version` is within its target
 */
export async function benchStart(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'certctl-bench-'));
  const emulator = await startEmulator();
  try {
    const leaf = await issueLeaf(await issueAuthority(), { names: ['bench.example.com'] });
    writeFileSync(join(folder, 'cert.pem'), leaf.certificatePem);
    writeFileSync(join(folder, 'key.pem'), leaf.privateKeyPem);
    writeFileSync(join(folder, 'targets.json'), JSON.stringify(targets(emulator.url)));
    const plan = [CLI, 'plan', 'bench', '-f', 'targets.json', '--cert', 'cert.pem', '--key', 'key.pem'];
    const [bare = 0, version = 0, planned = 0] = medians(
      [
        { name: 'node -e 0', args: ['-e', '0'], expects: 0 },
        { name: 'certctl --version', args: [CLI, '--version'], expects: 0 },
        {
          name: 'certctl plan',
          args: plan.map((arg) => (/\.(json|pem)$/.test(arg) ? join(folder, arg) : arg)),
          env: {
            AWS_ACCESS_KEY_ID: 'AKIDBENCH',
            AWS_SECRET_ACCESS_KEY: 'bench',
            CERTCTL_ALLOW_ENDPOINTS: '1',
          },
          expects: 2,
        },
      ],
      ROUNDS,
    );
    const row = (name: string, ms: number): string =>
      `  ${name.padEnd(20)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / bare).toFixed(2).padStart(5)} x   +${(ms - bare).toFixed(0)} ms`;
    const met = version - bare <= TARGET_MS;
    console.log(`start: medians of ${ROUNDS} runs in turns, against bare node ${process.version}`);
    console.log(
      [row('node -e 0', bare), row('certctl --version', version), row('certctl plan', planned)].join('\n'),
    );
    console.log(`  target: --version within ${TARGET_MS} ms of bare node: ${met ? 'met' : 'MISSED'}`);
    return met;
  } finally {
    emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function targets(url: string): unknown {
  const endpoints = { acm: url, sts: url, tagging: url };
  return { targets: [{ id: 'bench', type: 'AWSACM', config: { region: 'us-east-1', endpoints } }] };
}

async function startEmulator(): Promise<{ url: string; stop: () => void }> {
  const child = spawn(process.execPath, [CLI, 'emulate', 'acm', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`the emulator did not start: ${output}`)));
    setTimeout(
      () => reject(new Error(`the emulator did not say where it listens: ${output}`)),
      20_000,
    ).unref();
  });
  return { url, stop: () => child.kill() };
}
