import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.js';

/**
 * Versions that were tried together; botocore is what both command line and library stand on, and azure-core,
 * msal and cryptography what the Azure libraries stand on.
 */
const PINS = [
  ...['moto[acm,server]==5.2.5', 'boto3==1.44.5', 'botocore==1.44.5', 'awscli==1.46.3'],
  ...['azure-keyvault-certificates==4.12.0', 'azure-keyvault-secrets==4.12.0', 'azure-identity==1.27.0'],
  ...['azure-core==1.41.0', 'msal==1.39.0', 'cryptography==50.0.2'],
];

export interface PythonTools {
  /** Folder with `python`, `aws` and `moto_server`. */
  readonly bin: string;
}

/**
 * The tools of others, in a virtual environment that is made once and kept.
 * @throws Error that says in one line what is missing and how to get it
 */
export async function pythonTools(): Promise<PythonTools> {
  const version = await command('python3', ['--version']);
  const venv = await command('python3', ['-c', 'import venv, ensurepip']);
  if (version.code !== 0 || venv.code !== 0) {
    throw new Error(
      'python3 with its venv module is missing; get it with `apt-get install python3 python3-venv`, `dnf install python3` or `brew install python`',
    );
  }
  const digest = createHash('sha256')
    .update([version.stdout, ...PINS].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const root = join(import.meta.dirname, '../../../node_modules/.cache', `certctl-independent-${digest}`);
  const stamp = join(root, 'installed');
  const bin = join(root, 'bin');
  if (existsSync(stamp)) return { bin };
  console.log(`certctl: installing ${PINS.join(', ')} (first time: about a minute)…`);
  rmSync(root, { recursive: true, force: true });
  const made = await command('python3', ['-m', 'venv', root], { timeoutMs: 120_000 });
  if (made.code !== 0) throw new Error(`the virtual environment could not be made: ${lastLine(made.stderr)}`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PINS];
  const installed = await command(join(bin, 'python'), pip, { timeoutMs: 600_000 });
  if (installed.code !== 0) {
    throw new Error(`pip could not install ${PINS.join(' ')}: ${lastLine(installed.stderr)}`);
  }
  writeFileSync(stamp, PINS.join('\n'));
  return { bin };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
