import { type Call, type Discovered, isFailure, type JsonObject } from '@certctl/plugin-api';
import { inParallel } from '@certctl/plugin-http';
import type { CertificateItem, CertificatePolicy } from './certificate-bundle.js';
import { CONTENT_TYPE, IMPORTED, isInHardware } from './certificate-policy.js';
import type { KeyVaultScope } from './config.js';
import { heldOf } from './inspect-certificate.js';
import { partsOfId, placeOf } from './place.js';
import { LATEST, type VaultApi } from './vault-api.js';

/** The list shows thumbprints only, so each certificate is read; this many at once. */
const WIDTH = 8;

/** Every certificate of the vault that is not deleted, page by page. Never writes. */
export async function* discover(scope: KeyVaultScope, api: VaultApi, call: Call): AsyncGenerator<Discovered> {
  for await (const page of api.list(call)) {
    const found = await inParallel(page, WIDTH, (item) => look(item, scope, api, call));
    for (const each of found) if (each !== undefined) yield each;
  }
}

async function look(
  { id }: CertificateItem,
  scope: KeyVaultScope,
  api: VaultApi,
  call: Call,
): Promise<Discovered | undefined> {
  if (id === undefined) return undefined;
  const { name } = partsOfId(id);
  const place = placeOf(scope.vault_url, name);
  const found = { place, name, config: configOf(scope, name, undefined) };
  try {
    const bundle = await api.get(name, LATEST, call);
    const unusable = unusableFor(bundle.policy);
    return {
      ...found,
      config: configOf(scope, name, bundle.policy),
      held: heldOf(bundle, place),
      tags: bundle.tags ?? {},
      ...(unusable === undefined ? {} : { unusable }),
    };
  } catch (error) {
    // Deleted since the list was read.
    if (isFailure(error, 'absent')) return undefined;
    if (!isFailure(error, 'refused', 'conflict', 'broken', 'throttled')) throw error;
    return { ...found, held: {}, trouble: error.message };
  }
}

/** A target that renews it as it is: same form, same exportability. */
function configOf(scope: KeyVaultScope, name: string, policy: CertificatePolicy | undefined): JsonObject {
  const isPem = policy?.secretProperties?.contentType === CONTENT_TYPE.pem;
  return {
    // Through JSON, because a scope has undefined where a field was left out.
    ...JSON.parse(JSON.stringify(scope)),
    certificate_name: name,
    ...(isPem ? { content_type: 'pem' } : {}),
    ...(policy?.keyProperties?.exportable === false ? { exportable: false } : {}),
  };
}

function unusableFor(policy: CertificatePolicy | undefined): string | undefined {
  if (isInHardware(policy)) {
    return `its key is in hardware (${policy?.keyProperties?.keyType}), and an import would replace it`;
  }
  const issuer = policy?.issuerParameters?.name;
  if (issuer !== undefined && issuer !== IMPORTED) return `the vault renews it itself (issuer ${issuer})`;
  return undefined;
}
