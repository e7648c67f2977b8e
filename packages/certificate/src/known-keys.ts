import { createHmac, randomBytes } from 'node:crypto';
import type { CertificateFacts, PrivateKey } from '@certctl/plugin-api';
import { Remembered } from './remembered.js';

const MOST = 256;

/** Of this process: what is remembered of a key says nothing to whoever reads the memory without it. */
const SECRET = randomBytes(32);

const ADMITTED = new Remembered<true>(MOST);
const PAIRS = new Remembered<boolean>(MOST * 2);
const SIGNS = new Remembered<true>(MOST);

/** Whether these bytes, PKCS#8 in DER, were once read by OpenSSL, written by it just so, and of a kind that is deployed. */
export function wasAdmitted(pkcs8: Uint8Array): boolean {
  return ADMITTED.get(markOf(pkcs8)) === true;
}

export function rememberAdmitted(pkcs8: Uint8Array): void {
  ADMITTED.set(markOf(pkcs8), true);
}

/** The answer of `decide` for the key and the certificate, byte for byte; asked once. */
export function matchOnce(
  privateKey: PrivateKey,
  certificate: CertificateFacts,
  decide: () => boolean,
): boolean {
  const pair = pairOf(privateKey, certificate);
  const known = PAIRS.get(pair);
  if (known !== undefined) return known;
  const matches = decide();
  PAIRS.set(pair, matches);
  return matches;
}

/** The same for a proof; one that failed is tried again. */
export function proveOnce(
  privateKey: PrivateKey,
  certificate: CertificateFacts,
  prove: () => boolean,
): boolean {
  const pair = pairOf(privateKey, certificate);
  if (SIGNS.get(pair)) return true;
  const proven = prove();
  if (proven) SIGNS.set(pair, true);
  return proven;
}

function pairOf(privateKey: PrivateKey, { fingerprint }: CertificateFacts): string {
  return `${markOf(privateKey.pkcs8())} ${fingerprint}`;
}

function markOf(pkcs8: Uint8Array): string {
  return createHmac('sha256', SECRET).update(pkcs8).digest('base64');
}
