import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../../scripts/run-command.js';
import type { ContainerImage } from '../src/index.js';
import { hasImage, importImage } from './import-image.js';
import { must, RootFolder } from './root-folder.js';

/** Debian 13: LocalStack 4.14.0 is written for Python 3.13, and starts on none before 3.12. */
const SUITE = 'trixie';

const MOTO = ['moto[acm,server]==5.2.5', 'boto3==1.44.5', 'botocore==1.44.5'];

/**
 * The part of moto that LocalStack's ACM answers with, and newer ones of the last three no longer have what LocalStack
 * 4.14.0 asks of them: cbor2 6 has no `_decoder`, pyOpenSSL 26 no `X509.add_extensions`, and without service-identity
 * its server of HTTP does not start. `localstack-ext` stays away: it starts with a licence only.
 */
const LOCALSTACK = [
  ...['localstack-core[base-runtime]==4.14.0', 'moto-ext[acm,resourcegroupstaggingapi]==5.1.54'],
  ...['cbor2==5.8.0', 'pyopenssl==25.3.0', 'service-identity==24.2.0'],
];

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** moto and LocalStack in one image, each in an environment of its own; two programs share its layers. */
export interface PythonImages {
  readonly moto: ContainerImage;
  readonly localstack: ContainerImage;
}

/**
 * Builds them of Debian's packages and of PyPI's.
 * @throws Error that says in one line what is missing and how to get it, or what the package's client said
 */
export async function pythonImages(): Promise<PythonImages> {
  const digest = createHash('sha256')
    .update([SUITE, ...MOTO, ...LOCALSTACK].join('\n'))
    .digest('hex');
  const image = `certctl-local/python-doubles:${digest.slice(0, 12)}`;
  if (!(await hasImage(image))) await build(image);
  return {
    moto: {
      image,
      entrypoint: ['/opt/moto/bin/python', '-m', 'moto.server'],
      command: ['-H', '0.0.0.0', '-p', '5000'],
      origin: `built of PyPI's ${MOTO[0]} on Debian ${SUITE}`,
    },
    localstack: {
      image,
      entrypoint: ['/opt/localstack/bin/python', '-m', 'localstack.runtime.main'],
      command: [],
      environment: {
        GATEWAY_LISTEN: '0.0.0.0:4566',
        // It asks nobody on the network for anything.
        ...{ DISABLE_EVENTS: '1', SKIP_SSL_CERT_DOWNLOAD: '1', DNS_ADDRESS: '0' },
      },
      origin: `built of PyPI's ${LOCALSTACK.slice(0, 2).join(' and ')} on Debian ${SUITE}`,
    },
  };
}

async function build(image: string): Promise<void> {
  if ((await runCommand('debootstrap', ['--version'])).code !== 0) {
    throw new Error('debootstrap is missing; get it with `apt-get install debootstrap`');
  }
  const root = new RootFolder();
  try {
    await timed(`Debian ${SUITE} with its python3`, () =>
      must('debootstrap', ['--variant=minbase', '--include=python3,python3-venv', SUITE, root.path]),
    );
    // As this machine reaches PyPI: by its resolver, and with the authorities that it trusts.
    for (const file of ['/etc/resolv.conf', CERTIFICATES]) if (existsSync(file)) root.copy(file);
    await timed(MOTO[0] ?? '', () => install(root.path, '/opt/moto', MOTO));
    await timed(LOCALSTACK[0] ?? '', () => install(root.path, '/opt/localstack', LOCALSTACK));
    for (const folder of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale']) {
      rmSync(join(root.path, folder), { recursive: true, force: true });
    }
    await timed(image, () => importImage(root.path, image));
  } finally {
    root.remove();
  }
}

async function install(root: string, folder: string, packages: readonly string[]): Promise<void> {
  await must('chroot', [root, 'python3', '-m', 'venv', folder]);
  const pip = [`${folder}/bin/pip`, 'install', '--quiet', '--no-cache-dir', '--no-compile'];
  await must('chroot', [root, ...pip, ...packages]);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  process.stdout.write(`  building: ${what}…`);
  const result = await work();
  process.stdout.write(` ${Math.round((performance.now() - from) / 1_000)} s\n`);
  return result;
}
