import { randomBytes } from 'node:crypto';
import { writePkcs12 } from '@certctl/certificate/pkcs12';
import {
  type Call,
  type Imported,
  type ImportRequest,
  isFailure,
  type Material,
  type Place,
} from '@certctl/plugin-api';
import type { ImportParameters } from './certificate-bundle.js';
import { CONTENT_TYPE, policyIn, renewedPolicy } from './certificate-policy.js';
import type { KeyVaultConfig } from './config.js';
import { nameAt, partsOfId } from './place.js';
import type { VaultApi } from './vault-api.js';

/** A name that is being recovered cannot be written; recovering takes seconds. */
const POLL_MS = 2_000;
const MOST_POLLS = 60;

/**
 * Imports a new version, which is the latest from then on. A refusal because the name is still being recovered
 * means that nothing was written, so the request is sent again when that has passed.
 */
export async function importCertificate(
  place: Place,
  request: ImportRequest<KeyVaultConfig>,
  api: VaultApi,
  call: Call,
): Promise<Imported> {
  // Made while the intent goes to disk. An attempt that is never begun leaves it unused.
  let ready: Promise<ImportParameters> | undefined = parametersOf(request);
  ready.catch(() => undefined);
  const parameters = (): Promise<ImportParameters> => {
    const first = ready ?? parametersOf(request);
    ready = undefined;
    return first;
  };
  for (let polls = 0; ; polls++) {
    try {
      const bundle = await api.import(nameAt(place), parameters, call);
      const { version } = partsOfId(bundle.id);
      return { place, ...(version === undefined ? {} : { revision: version }) };
    } catch (error) {
      const recovering = isFailure(error, 'conflict') && error.failure.code === 'ObjectIsBeingRecovered';
      if (!recovering || polls >= MOST_POLLS) throw error;
      await call.wait(POLL_MS);
    }
  }
}

/** What is put back comes back as it was; what is renewed follows the target. */
async function parametersOf({
  config,
  material,
  tags,
  attributes,
  replaces,
}: ImportRequest<KeyVaultConfig>): Promise<ImportParameters> {
  const previous = policyIn(attributes);
  const contentType = previous?.secretProperties?.contentType ?? CONTENT_TYPE[config.content_type];
  const enabled = attributes?.enabled;
  const inPem = contentType === CONTENT_TYPE.pem;
  return {
    ...(inPem ? pemOf(material) : await pfxOf(material, config)),
    certificatePolicy: previous ?? renewedPolicy(config, material.leaf, policyIn(replaces)),
    certificateAttributes: { enabled: typeof enabled === 'boolean' ? enabled : true },
    tags: { ...tags },
    preserveCertOrder: true,
  };
}

/** The key in PKCS#8 and the certificates in one text. */
function pemOf({ leaf, chain, privateKey }: Material) {
  const certificates = [leaf, ...chain].map(({ pem }) => pem).join('');
  return { base64EncodedCertificate: `${privateKey.pem()}${certificates}` };
}

/** The passphrase goes along. It hides nothing; it leaves no doubt how no passphrase at all is written. */
async function pfxOf(material: Material, { pfx_encryption }: KeyVaultConfig) {
  const password = randomBytes(18).toString('base64url');
  const pfx = await writePkcs12(material, { encryption: pfx_encryption, passphrase: password });
  return { base64EncodedCertificate: Buffer.from(pfx).toString('base64'), password };
}
