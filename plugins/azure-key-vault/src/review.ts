import { getFips } from 'node:crypto';
import type { CertificateFacts, Finding, JsonObject, Place, ReviewInput } from '@certctl/plugin-api';
import { CONTENT_TYPE, IMPORTED, isInHardware, policyIn } from './certificate-policy.js';
import type { KeyVaultConfig } from './config.js';
import { finding } from './rules.js';

const NEW_NAME = 'Deploy under another certificate_name and move the consumers to it';

/** Key Vault's own rules for an import, offline. Tags, validity and deletions are checked by the engine. */
export function review({
  config,
  place,
  incoming,
  observation,
}: ReviewInput<KeyVaultConfig>): readonly Finding[] {
  const present = observation.state === 'present' ? observation : undefined;
  return [
    ...keyFindings(incoming.leaf),
    ...encryptionFindings(config),
    ...formFindings(config),
    ...(present ? presentFindings(config, place, present.attributes) : []),
    ...(present?.disabled ? [disabledFinding(place, present.revision, present.attributes)] : []),
  ];
}

function keyFindings({ keyAlgorithm }: CertificateFacts): readonly Finding[] {
  if (keyAlgorithm.startsWith('other:') || keyAlgorithm === 'RSA-1024') {
    const message = `Key Vault does not import keys of ${keyAlgorithm.replace(/^other:/, '')}.`;
    const remedy = 'Have the certificate issued for a key of RSA 2048 or EC P-256.';
    return [finding('keyvault_key_algorithm', message, remedy)];
  }
  if (!keyAlgorithm.startsWith('EC-')) return [];
  const remedy = 'Use RSA where Front Door shall serve it; Application Gateway takes both.';
  const message = `Front Door does not take keys of ${keyAlgorithm}.`;
  return [finding('keyvault_key_not_for_every_service', message, remedy)];
}

function encryptionFindings({ content_type, pfx_encryption }: KeyVaultConfig): readonly Finding[] {
  if (content_type === 'pem' || pfx_encryption !== '3des' || getFips() === 0) return [];
  const message = 'This machine is in FIPS mode, and pfx_encryption is 3des.';
  return [finding('keyvault_fips_3des', message, 'Set pfx_encryption to aes-256.')];
}

function formFindings({ content_type }: KeyVaultConfig): readonly Finding[] {
  if (content_type !== 'pem') return [];
  const message = 'The secret will be PEM, which Application Gateway does not take.';
  const remedy = 'Leave content_type out where a service of Azure shall read it.';
  return [finding('keyvault_pem_not_for_every_service', message, remedy)];
}

function presentFindings(
  config: KeyVaultConfig,
  place: Place,
  attributes: JsonObject | undefined,
): readonly Finding[] {
  const policy = policyIn(attributes);
  const { keyProperties, secretProperties, issuerParameters } = policy ?? {};
  const findings: Finding[] = [];
  const { keyType, exportable } = keyProperties ?? {};
  if (isInHardware(policy)) {
    const message = `The key of ${place.address} is in hardware (${keyType}); an import would replace it by one that is not.`;
    findings.push(finding('keyvault_key_in_hardware', message, `${NEW_NAME}.`));
  }
  const issuer = issuerParameters?.name;
  if (issuer !== undefined && issuer !== IMPORTED) {
    const message = `${place.address} is issued by ${issuer}: the vault makes its versions, and renews it.`;
    findings.push(finding('keyvault_issued_by_vault', message, `${NEW_NAME}, or leave it to the vault.`));
  }
  if (exportable === false) {
    const message = `The policy of ${place.address} does not let its key out, so the vault cannot give it back for a rollback.`;
    const remedy = 'Have certctl keep the key, or give the previous key with the deploy.';
    findings.push(finding('keyvault_not_exportable', message, remedy));
  }
  if (exportable !== undefined && exportable !== config.exportable) {
    const becomes = config.exportable ? 'exportable' : 'not exportable';
    const message = `The key of ${place.address} becomes ${becomes}; it was ${config.exportable ? 'not' : 'so'}.`;
    const remedy = `Set exportable to ${exportable} to keep it as it is.`;
    findings.push(finding('keyvault_exportable_changes', message, remedy));
  }
  const before = secretProperties?.contentType;
  const after = CONTENT_TYPE[config.content_type];
  if (before !== undefined && before !== after) {
    const message = `Consumers of ${place.address} read ${before} now, and would read ${after}.`;
    const remedy = `Set content_type to ${before === CONTENT_TYPE.pem ? 'pem' : 'pkcs12'}, unless all of them are ready for the other form.`;
    findings.push(finding('keyvault_content_type_changes', message, remedy));
  }
  return findings;
}

function disabledFinding(
  place: Place,
  revision: string | undefined,
  attributes: JsonObject | undefined,
): Finding {
  const last = attributes?.lastEnabled;
  const before =
    typeof last === 'string' ? `the last one in service was ${last}` : 'no version is in service';
  const message = `The latest version of ${place.address}${revision === undefined ? '' : ` (${revision})`} is disabled; ${before}.`;
  const remedy = 'See who disabled it and why: the import puts a new version in service.';
  return finding('keyvault_latest_disabled', message, remedy);
}
