import {
  MANUAL_RECOVERY,
  PROVENANCE_TAGS,
  type RecoveryInput,
  type RecoveryStep,
  shellLine,
  type Tags,
} from '@certctl/plugin-api';
import { vaultName } from './azure-role.js';
import { CONTENT_TYPE, IMPORTED } from './certificate-policy.js';
import type { KeyVaultConfig } from './config.js';
import { nameAt } from './place.js';

/**
 * What a person types to put a known good certificate back, with the Azure command line and OpenSSL 3.
 * https://learn.microsoft.com/cli/azure/keyvault/certificate
 */
export function recoveryCommands({
  config,
  place,
  tags,
}: RecoveryInput<KeyVaultConfig>): readonly RecoveryStep[] {
  // Tells the next run that a person was here, so that it verifies and goes on instead of refusing.
  const recovered = { ...tags, [PROVENANCE_TAGS.managedBy]: MANUAL_RECOVERY };
  const at = ['--vault-name', vaultName(config), '--name', nameAt(place)];
  const az = (operation: string, ...words: readonly string[]) =>
    shellLine('az', 'keyvault', 'certificate', operation, ...at, ...words);
  const file = config.content_type === 'pem' ? 'known-good.pem' : 'known-good.pfx';
  return [
    fileStep(config, file),
    {
      why: 'Import it as a new version, marked as recovered by hand. Tags do not come over from the version before, so all are given.',
      command: az('import', '--file', file, ...policyWords(config), ...tagWords(recovered)),
    },
    { why: 'Remove the file, which holds the key.', command: shellLine('rm', '-f', file) },
    {
      why: 'See that the latest version is the known good certificate, with its tags.',
      command: az('show', '--query', SHOWN),
    },
    {
      why: 'See all versions, to find the bad one.',
      command: az('list-versions', '--query', LISTED, '--output', 'table'),
    },
    {
      why: 'Disable the bad version: write the last part of its id in place of BAD-VERSION.',
      command: az('set-attributes', '--version', 'BAD-VERSION', '--enabled', 'false'),
    },
  ];
}

const SHOWN = '{Thumbprint:x509ThumbprintHex,Version:id,NotAfter:attributes.expires,Tags:tags}';
const LISTED = '[].{Id:id,Enabled:attributes.enabled,Created:attributes.created,NotAfter:attributes.expires}';

/** What older readers want, and OpenSSL no longer writes by itself. */
const TRIPLE_DES = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

/** The file has no passphrase, because a command line shows its words to everybody on the machine. */
function fileStep({ content_type, pfx_encryption }: KeyVaultConfig, file: string): RecoveryStep {
  const parts = ['known-good.crt', 'known-good.chain', 'known-good.key'] as const;
  if (content_type === 'pem') {
    const [certificate, chain, key] = parts;
    return {
      why: 'Put the known good certificate, its chain and its key (PKCS#8) into one file that nobody else can read.',
      command: `(umask 077 && ${shellLine('cat', key, certificate, chain)} > ${shellLine(file)})`,
    };
  }
  const [certificate, chain, key] = parts;
  const openssl = shellLine(
    ...['openssl', 'pkcs12', '-export', '-in', certificate, '-certfile', chain, '-inkey', key],
    ...(pfx_encryption === '3des' ? TRIPLE_DES : []),
    ...['-passout', 'pass:', '-out', file],
  );
  return {
    why: 'Put the known good certificate, its chain and its key into one file that nobody else can read; leave -certfile out if it has no chain.',
    command: `(umask 077 && ${openssl})`,
  };
}

/** What is imported without a policy is taken for a PKCS#12, also by the vault of a certificate that was PEM. */
function policyWords({ content_type }: KeyVaultConfig): readonly string[] {
  if (content_type !== 'pem') return [];
  const policy = {
    issuer_parameters: { name: IMPORTED },
    secret_properties: { content_type: CONTENT_TYPE.pem },
  };
  return ['--policy', JSON.stringify(policy)];
}

/** Name and value are split at the first equals sign. */
function tagWords(tags: Tags): readonly string[] {
  return ['--tags', ...Object.entries(tags).map(([name, value]) => `${name}=${value}`)];
}
