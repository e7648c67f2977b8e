import { derFromPem, pemBlocks, readPrivateKey, sameCertificate } from '@certctl/certificate';
import { readPkcs12 } from '@certctl/certificate/pkcs12';
import {
  type Call,
  CertctlError,
  isFailure,
  type KeyReadBack,
  type Place,
  type PrivateKey,
} from '@certctl/plugin-api';
import { CONTENT_TYPE } from './certificate-policy.js';
import { nameAt, partsOfId } from './place.js';
import { LATEST, type ShownSecret, type VaultApi } from './vault-api.js';

/** A 403 that says that the version is disabled, which no permission changes. */
const DISABLED = new Set(['SecretDisabled', 'CertificateDisabled']);

/**
 * Private key and chain from the secret that belongs to a certificate. Whether the vault lets them out is
 * read first, from what the certificate itself says; the leaf in the secret has to be the certificate's own.
 */
export async function readKeyBack(
  place: Place,
  revision: string | undefined,
  api: VaultApi,
  call: Call,
): Promise<KeyReadBack | undefined> {
  const name = nameAt(place);
  const { id, cer, policy, attributes } = await api.get(name, revision ?? LATEST, call);
  if (attributes?.enabled === false || policy?.keyProperties?.exportable === false) return undefined;
  const secret = await api.secret(name, revision ?? partsOfId(id).version ?? LATEST, call).catch(orDisabled);
  if (secret === undefined) return undefined;
  const { leaf, chain, privateKey } = await contentsOf(secret);
  if (sameCertificate(leaf, new Uint8Array(cer))) return { privateKey, chain };
  privateKey.destroy();
  throw new CertctlError(
    'key_mismatch',
    `The secret of ${place.address} holds another certificate than it shows.`,
    {
      remedy:
        'Look at the versions of the certificate and of the secret of its name; somebody may have written one of them.',
    },
  );
}

function orDisabled(error: unknown): undefined {
  if (isFailure(error, 'refused') && DISABLED.has(error.failure.code)) return undefined;
  throw error;
}

interface Contents {
  readonly leaf: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly privateKey: PrivateKey;
}

async function contentsOf({ value, contentType }: ShownSecret): Promise<Contents> {
  if (contentType === CONTENT_TYPE.pem || value.startsWith('-----BEGIN ')) return pemContents(value);
  const bytes = Buffer.from(value, 'base64');
  try {
    return await readPkcs12(bytes);
  } finally {
    bytes.fill(0);
  }
}

function pemContents(text: string): Contents {
  const [leaf, ...chain] = pemBlocks(text, ['CERTIFICATE']).map(({ der }) => der);
  return { leaf: leaf ?? derFromPem(text), chain, privateKey: readPrivateKey(text) };
}
