import { keyMatches, readCertificates, readPrivateKey } from '@certctl/certificate';
import {
  CertctlError,
  type CertificateFacts,
  isCertctlError,
  type Material,
  type PrivateKey,
} from '@certctl/plugin-api';

/**
 * The order that nginx and Apache ask for: the leaf before its chain. The key may stand anywhere.
 * https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate
 *
 * @returns bytes that the caller zeroes
 */
export function bundleOf({ privateKey, leaf, chain }: Material): Buffer {
  return Buffer.from([privateKey.pem(), leaf.pem, ...chain.map(({ pem }) => pem)].join(''));
}

export interface Certificates {
  readonly leaf: CertificateFacts;
  readonly chain: readonly CertificateFacts[];
}

/**
 * The certificates of a file. What has none is not "absent": it is somebody's file, and is left alone.
 * @throws CertctlError `material_empty`, `material_not_pem`, `certificate_unreadable`
 */
export function certificatesIn(bytes: Uint8Array, path: string): Certificates {
  try {
    const [leaf, ...chain] = readCertificates(bytes, `file ${path}`);
    if (leaf === undefined)
      throw new CertctlError('material_not_pem', `The file ${path} holds no certificate.`);
    return { leaf, chain };
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    throw new CertctlError(error.code, `${path} is there and is no bundle. ${error.message}`, {
      remedy: 'See what it is; move it away, or name another path. It is not overwritten.',
      cause: error,
    });
  }
}

/** The private key of a file, or why it is of no use. The caller destroys the key. */
export function keyIn(
  bytes: Uint8Array,
  leaf: CertificateFacts,
): { readonly privateKey: PrivateKey } | { readonly why: string } {
  try {
    const privateKey = readPrivateKey(bytes);
    if (keyMatches(privateKey, leaf)) return { privateKey };
    privateKey.destroy();
    return { why: 'The private key in the file does not belong to its certificate.' };
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    return { why: error.code === 'material_not_pem' ? 'The file holds no private key.' : error.message };
  }
}
