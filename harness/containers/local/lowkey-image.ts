import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../../../scripts/run-command.js';
import type { ContainerImage } from '../src/index.js';
import { hasImage, importImage } from './import-image.js';
import { RootFolder } from './root-folder.js';

/** The last version that runs on Java 17. */
const VERSION = '3.4.33';
const ARTIFACT = `com.github.nagyesta.lowkey-vault:lowkey-vault-app:${VERSION}`;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** The registry says itself that it has no such thing: there is nothing here that could be run. */
export class NotServed extends Error {}

/**
 * lowkey-vault's jar, of Maven Central or the one that CERTCTL_LOWKEY_VAULT_JAR names, with this machine's Java.
 *
 * @throws NotServed when Maven Central says that it has none
 * @throws Error that says in one line what is missing and how to get it
 */
export async function lowkeyImage(): Promise<ContainerImage> {
  const java = await javaHome();
  const jar = await jarOfLowkey();
  const digest = sha256(java + sha256(readFileSync(jar.path)));
  const image = `certctl-local/lowkey-vault:${digest}`;
  const built: ContainerImage = {
    image,
    entrypoint: [
      join(java, 'bin', 'java'),
      '-Xmx256m',
      '-XX:TieredStopAtLevel=1',
      '-jar',
      '/lowkey-vault.jar',
    ],
    origin: `built of ${jar.origin} on this machine's Java`,
  };
  if (await hasImage(image)) return built;
  const root = new RootFolder();
  try {
    root.copyFolder(java);
    for (const name of readdirSync(join(java, 'lib'), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.so')) await root.librariesOf(join(java, 'lib', name));
    }
    await root.librariesOf(join(java, 'bin', 'java'));
    await root.shell();
    copyFileSync(jar.path, join(root.path, 'lowkey-vault.jar'));
    await importImage(root.path, image);
  } finally {
    root.remove();
  }
  return built;
}

async function javaHome(): Promise<string> {
  const { code, output } = await runCommand('java', ['-XshowSettings:properties', '-version']);
  const home = /java\.home = (\S+)/.exec(output)?.[1];
  if (code !== 0 || home === undefined) {
    throw new Error('java is missing; get it with `apt-get install default-jre-headless`');
  }
  return realpathSync(home);
}

interface Jar {
  readonly path: string;
  /** Stands in the report: what Maven Central gave is not what somebody named. */
  readonly origin: string;
}

async function jarOfLowkey(): Promise<Jar> {
  const given = process.env.CERTCTL_LOWKEY_VAULT_JAR;
  if (given !== undefined && given !== '') {
    const digest = sha256(readFileSync(given));
    return { path: given, origin: `the jar ${basename(given)} that was named here, SHA-256 ${digest}…,` };
  }
  const folder = mkdtempSync(join(tmpdir(), 'certctl-lowkey-'));
  const options = ['--batch-mode', '--quiet', '-C', '-U'];
  const { code, output } = await runCommand('mvn', [
    ...[...options, COPY, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`],
  ]);
  const fetched = join(folder, `lowkey-vault-app-${VERSION}.jar`);
  if (code !== 0 || !existsSync(fetched)) {
    rmSync(folder, { recursive: true, force: true });
    if (/Could not find artifact|was not found in/.test(output)) {
      throw new NotServed(`the Maven registry that is reached from here has no ${ARTIFACT}`);
    }
    throw new Error(`Maven could not fetch ${ARTIFACT}: ${output.split('\n').find((line) => line !== '')}`);
  }
  const kept = join(import.meta.dirname, '../../../node_modules/.cache', `lowkey-vault-app-${VERSION}.jar`);
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(fetched, kept);
  rmSync(folder, { recursive: true, force: true });
  return { path: kept, origin: `Maven Central's ${ARTIFACT}` };
}

/** Its beginning, which is enough to tell one from another. */
function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
