import { refuse } from '../../server/rule.js';
import { pemOf } from '../../x509/pem.js';
import { attributesView } from '../bundle-view.js';
import type { VaultVersion } from '../certificate-store.js';
import { writePfx } from '../pfx/write-pfx.js';
import { secretRules } from '../rules/secret-rules.js';
import { readVersion, type VaultCall } from '../vault-call.js';

/** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret */
export function getSecret(call: VaultCall): object {
  const { name, version: asked } = call;
  const id = asked === undefined ? name : `${name}/${asked}`;
  const [certificate, version] = readVersion(call, () => refuse(secretRules.found, { id }));
  if (!version.enabled) refuse(secretRules.disabled);
  const exportable = version.policyThen.key_props.exportable;
  if (!exportable && call.settings.notExportableSecret === 'refused') refuse(secretRules.notExportable);
  const at = `${certificate.name}/${version.id}`;
  return {
    value: secretValue(version, exportable, call),
    contentType: version.contentType,
    id: `${call.baseUrl}/secrets/${at}`,
    managed: true,
    attributes: attributesView(version, call.settings),
    kid: `${call.baseUrl}/keys/${at}`,
    tags: version.tags,
  };
}

function secretValue(version: VaultVersion, exportable: boolean, { settings }: VaultCall): string {
  const certificates = version.chain.map(({ der }) => der).toSpliced(version.leafAt, 0, version.leaf.der);
  if (version.contentType === 'application/x-pem-file') {
    const key = exportable ? version.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() : '';
    return key + certificates.map((der) => pemOf('CERTIFICATE', der)).join('');
  }
  return writePfx({
    certificates,
    ...(exportable ? { privateKey: version.privateKey } : {}),
    encryption: settings.secretPfxEncryption,
  }).toString('base64');
}
