import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.js';

/** The last version that runs on Java 17. */
const VERSION = '3.4.33';
const ARTIFACT = `com.github.nagyesta.lowkey-vault:lowkey-vault-app:${VERSION}`;
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

export interface LowkeyJar {
  readonly path: string;
  /** Version, and the beginning of the SHA-256 of the jar. */
  readonly name: string;
}

/** The registry knows nothing of the jar: what only it can bring cannot be tried there. */
export class NotServed extends Error {}

/**
 * The jar of lowkey-vault: the one that CERTCTL_LOWKEY_VAULT_JAR names, or the one of Maven Central, which is
 * fetched once and kept.
 *
 * @throws NotServed when Maven Central says that it has none
 * @throws Error that says in one line what is missing and how to get it
 */
export async function lowkeyJar(): Promise<LowkeyJar> {
  await needs('java', '-version', 'default-jre-headless');
  const given = process.env.CERTCTL_LOWKEY_VAULT_JAR;
  if (given !== undefined && given !== '') return named(given);
  await needs('mvn', '--version', 'maven');
  const folder = join(import.meta.dirname, '../../../node_modules/.cache', `certctl-lowkey-vault-${VERSION}`);
  const path = join(folder, `lowkey-vault-app-${VERSION}.jar`);
  if (!existsSync(path)) await fetchInto(folder);
  return named(path);
}

async function needs(program: string, question: string, pack: string): Promise<void> {
  if ((await command(program, [question])).code === 0) return;
  throw new Error(`${program} is missing; get it with \`apt-get install ${pack}\``);
}

async function fetchInto(folder: string): Promise<void> {
  console.log(`certctl: fetching ${ARTIFACT} (first time: 50 MB)…`);
  mkdirSync(folder, { recursive: true });
  const where = [`-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${folder}`];
  // -C refuses what does not have the checksum that its publisher gave.
  const options = ['--batch-mode', '--quiet', '-C', '-U'];
  const { code, stdout } = await command('mvn', [...options, `${PLUGIN}:copy`, ...where], {
    timeoutMs: 300_000,
  });
  if (code === 0) return;
  if (/Could not find artifact|was not found in/.test(stdout)) {
    throw new NotServed(`the Maven registry that is reached from here has no ${ARTIFACT}`);
  }
  throw new Error(`Maven could not fetch ${ARTIFACT}: ${stdout.split('\n').find((line) => line !== '')}`);
}

function named(path: string): LowkeyJar {
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return { path, name: `lowkey-vault ${VERSION}, jar ${sha256.slice(0, 12)}` };
}
