import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueMaterial } from '@certctl/certificate/issue';
import { readPkcs12 } from '@certctl/certificate/pkcs12';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyVaultConfig, keyVaultConfig } from './config.js';
import { resolvePlace } from './place.js';
import { recoveryCommands } from './recovery-commands.js';

const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certctl-recovery-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function commands(fields: Partial<KeyVaultConfig> = {}, tags: Record<string, string> = {}) {
  const config = keyVaultConfig.parse({
    vault_url: 'https://prod-vault.vault.azure.net',
    certificate_name: 'api-prod',
    ...fields,
  });
  return recoveryCommands({ config, place: resolvePlace(config), tags }).map(({ command }) => command);
}

/** What a shell makes of the line, with `az` taken for a command that prints its words. */
function wordsOf(command: string): string[] {
  const az = join(folder, 'az');
  writeFileSync(az, '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\n');
  chmodSync(az, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return execFileSync('sh', ['-c', command], { env, encoding: 'utf8' }).trimEnd().split('\n');
}

describe('the recovery', () => {
  it('imports with all tags, marked as done by hand, and no key on the command line', () => {
    const tags = { 'certctl-managed-by': 'certctl', team: "a b's $HOME" };
    const [, imported = ''] = commands({}, tags);
    expect(wordsOf(imported)).toEqual([
      ...['keyvault', 'certificate', 'import', '--vault-name', 'prod-vault', '--name', 'api-prod'],
      ...['--file', 'known-good.pfx', '--tags'],
      ...['certctl-managed-by=manual-recovery', "team=a b's $HOME"],
    ]);
  });

  it('says of PEM that it is PEM, which the vault does not see by itself', () => {
    const [, imported = ''] = commands({ content_type: 'pem' });
    const words = wordsOf(imported);
    const policy = JSON.parse(words[words.indexOf('--policy') + 1] ?? '');
    expect(policy).toEqual({
      issuer_parameters: { name: 'Unknown' },
      secret_properties: { content_type: 'application/x-pem-file' },
    });
  });

  it('shows, lists, and disables a bad version', () => {
    const [, , , shown = '', listed = '', disabled = ''] = commands();
    expect(wordsOf(shown).slice(0, 3)).toEqual(['keyvault', 'certificate', 'show']);
    expect(wordsOf(listed).slice(0, 3)).toEqual(['keyvault', 'certificate', 'list-versions']);
    expect(wordsOf(disabled)).toEqual([
      ...['keyvault', 'certificate', 'set-attributes', '--vault-name', 'prod-vault', '--name', 'api-prod'],
      ...['--version', 'BAD-VERSION', '--enabled', 'false'],
    ]);
  });

  it.runIf(HAS_OPENSSL)('makes the file, readable by nobody else', async () => {
    const { leaf, material } = await issueMaterial();
    writeFileSync(join(folder, 'known-good.crt'), leaf.certificatePem);
    writeFileSync(join(folder, 'known-good.chain'), leaf.chainPem);
    writeFileSync(join(folder, 'known-good.key'), leaf.privateKeyPem);
    for (const fields of [{}, { pfx_encryption: '3des' }, { content_type: 'pem' }] as const) {
      const [made = ''] = commands(fields);
      execFileSync('sh', ['-c', made], { cwd: folder });
      const file = join(folder, 'content_type' in fields ? 'known-good.pem' : 'known-good.pfx');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      if ('content_type' in fields) {
        expect(readFileSync(file, 'utf8')).toBe(leaf.privateKeyPem + leaf.certificatePem + leaf.chainPem);
        continue;
      }
      const read = await readPkcs12(readFileSync(file));
      expect(read.leaf).toEqual(material.leaf.der);
      expect(read.chain).toEqual(material.chain.map(({ der }) => der));
      rmSync(file);
    }
  });
});
