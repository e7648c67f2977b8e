import { keyMatches, orderChain, readCertificates, readPrivateKey } from '@certctl/certificate';
import { CertctlError, type CertificateBundle, type CertificateFacts, PrivateKey } from '@certctl/plugin-api';

/** What the caller gave of the certificate that is held now. */
export interface GivenPrevious {
  readonly privateKey: PrivateKey;
  readonly chain?: readonly CertificateFacts[];
}

/** The key of what is held, as a caller gives it. PEM. */
export interface PreviousFiles {
  readonly previousKey?: string | Uint8Array | undefined;
  readonly previousKeyPassphrase?: string | undefined;
  readonly previousChain?: string | Uint8Array | undefined;
}

/**
 * @throws CertctlError `key_unreadable`, `key_encrypted`, `key_passphrase_wrong`, `certificate_unreadable`,
 *   `material_not_pem`
 */
export function readGivenPrevious(
  files: PreviousFiles & { readonly previousKey: string | Uint8Array },
): GivenPrevious;
export function readGivenPrevious(files: PreviousFiles): GivenPrevious | undefined;
export function readGivenPrevious(files: PreviousFiles): GivenPrevious | undefined {
  if (files.previousKey === undefined) return undefined;
  const privateKey = readPrivateKey(files.previousKey, files.previousKeyPassphrase);
  if (files.previousChain === undefined) return { privateKey };
  try {
    return { privateKey, chain: readCertificates(files.previousChain, 'previous chain') };
  } catch (error) {
    privateKey.destroy();
    throw error;
  }
}

/** Whether a held certificate can be put back with what was given, and otherwise what is wrong. */
export type GivenUse =
  | { readonly bundle: CertificateBundle; readonly privateKey: PrivateKey }
  | { readonly unfit: 'key' | 'chain' };

/**
 * Fits what the caller gave to what is held. Where neither the service nor the caller tells the chain, that of
 * the renewal will do if it certifies the held leaf too: by name, key and signature.
 *
 * @param shown the chain that the service shows; undefined when it shows none
 * @returns a copy of the key, which the caller destroys
 */
export function useGiven(
  given: GivenPrevious,
  held: CertificateFacts,
  shown: readonly CertificateFacts[] | undefined,
  incoming: readonly CertificateFacts[],
): GivenUse {
  if (!keyMatches(given.privateKey, held)) return { unfit: 'key' };
  const chain = shown ?? ordered(held, given.chain ?? incoming);
  if (!chain) return { unfit: 'chain' };
  return {
    bundle: { leaf: held, chain },
    privateKey: new PrivateKey(Uint8Array.from(given.privateKey.pkcs8())),
  };
}

function ordered(
  leaf: CertificateFacts,
  candidates: readonly CertificateFacts[],
): readonly CertificateFacts[] | undefined {
  if (leaf.isSelfIssued) return [];
  try {
    const { chain } = orderChain(leaf, candidates);
    return chain.length > 0 ? chain : undefined;
  } catch (error) {
    if (error instanceof CertctlError) return undefined;
    throw error;
  }
}
