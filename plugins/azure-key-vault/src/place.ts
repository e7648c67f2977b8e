import { CertctlError, type Place } from '@certctl/plugin-api';
import type { KeyVaultConfig } from './config.js';
import { normalisedVaultUrl } from './vault-host.js';

/**
 * The place of a certificate. Names are not case-sensitive, so the address is in lower case. The reference is
 * the id of the secret without a version, which is what consumers take and what follows renewals.
 * https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates
 */
export function placeOf(vaultUrl: string, name: string): Place {
  const origin = normalisedVaultUrl(vaultUrl);
  const { host } = new URL(origin);
  return { address: `${host}/${name.toLowerCase()}`, reference: `${origin}/secrets/${name}`, scope: host };
}

export function resolvePlace(config: KeyVaultConfig): Place {
  return placeOf(config.vault_url, config.certificate_name);
}

/** The name of the certificate in its vault, spelled as the target spells it where that is known. */
export function nameAt(place: Place): string {
  return (place.reference ?? place.address).split('/').at(-1) ?? '';
}

/** The id of one version's secret, for consumers that must not follow renewals. */
export function secretIdOf(place: Place, version: string): string {
  return `${place.reference ?? `https://${place.scope}/secrets/${nameAt(place)}`}/${version}`;
}

/**
 * Name and version in an identifier of the vault.
 *
 * @throws CertctlError `plugin_failed` for what is not one
 */
export function partsOfId(id: string): { readonly name: string; readonly version: string | undefined } {
  const [, , , , name, version] = id.split('/');
  if (name) return { name, version: version || undefined };
  throw new CertctlError('plugin_failed', 'The vault answered with an identifier that names nothing.');
}
