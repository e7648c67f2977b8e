import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.js';

/**
 * Versions that were tried together; botocore is what both command line and library stand on, and azure-core,
 * msal and cryptography what the Azure libraries stand on.
 */
const LIBRARIES = [
  ...['moto[acm,server]==5.2.5', 'boto3==1.44.5', 'botocore==1.44.5', 'awscli==1.46.3'],
  ...['azure-keyvault-certificates==4.12.0', 'azure-keyvault-secrets==4.12.0', 'azure-identity==1.27.0'],
  'azure-keyvault-keys==4.11.3',
  ...['azure-core==1.41.0', 'msal==1.39.0', 'cryptography==50.0.2'],
];

/** It wants older versions of the libraries above, so it has an environment of its own. */
const AZURE_CLI = ['azure-cli==2.91.0'];

export interface PythonTools {
  /** Folder with `python`, `aws` and `moto_server`. */
  readonly bin: string;
  /** Folder with `az`. */
  readonly azureBin: string;
}

/**
 * The tools of others, in virtual environments that are made once and kept.
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
  return {
    bin: await environment(version.stdout, LIBRARIES, 'about a minute'),
    azureBin: await environment(version.stdout, AZURE_CLI, 'about two minutes, and 700 MB'),
  };
}

/** Folder of the programs of an environment that holds the packages. */
async function environment(python: string, pins: readonly string[], cost: string): Promise<string> {
  const digest = createHash('sha256')
    .update([python, ...pins].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const root = join(import.meta.dirname, '../../../node_modules/.cache', `certctl-independent-${digest}`);
  const stamp = join(root, 'installed');
  const bin = join(root, 'bin');
  if (existsSync(stamp)) return bin;
  console.log(`certctl: installing ${pins.join(', ')} (first time: ${cost})…`);
  rmSync(root, { recursive: true, force: true });
  const made = await command('python3', ['-m', 'venv', root], { timeoutMs: 120_000 });
  if (made.code !== 0) throw new Error(`the virtual environment could not be made: ${lastLine(made.stderr)}`);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', ...pins];
  const installed = await command(join(bin, 'python'), pip, { timeoutMs: 600_000 });
  if (installed.code !== 0) {
    throw new Error(`pip could not install ${pins.join(' ')}: ${lastLine(installed.stderr)}`);
  }
  writeFileSync(stamp, pins.join('\n'));
  return bin;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
