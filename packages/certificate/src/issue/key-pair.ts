import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '@certctl/plugin-api';

const CURVES = { 'EC-P-256': 'P-256', 'EC-P-384': 'P-384', 'EC-P-521': 'P-521' } as const;

export interface KeyPair {
  /** PKCS#8, PEM. */
  readonly privateKeyPem: string;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/** A pair from a key that exists (PEM), or a new one. RSA 4096 takes seconds to generate. */
export async function keyPair(
  pem: string | undefined,
  algorithm: KeyAlgorithm = 'EC-P-256',
): Promise<KeyPair> {
  const privateKey = pem === undefined ? await generate(algorithm) : createPrivateKey(pem);
  return {
    privateKey,
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })),
  };
}

async function generate(algorithm: KeyAlgorithm): Promise<KeyObject> {
  const generated =
    algorithm in CURVES
      ? await promisify(generateKeyPair)('ec', { namedCurve: algorithm.slice('EC-'.length) })
      : await promisify(generateKeyPair)('rsa', { modulusLength: Number(algorithm.slice('RSA-'.length)) });
  return generated.privateKey;
}

/** The key as WebCrypto signs with it: SHA-256, with PKCS#1 v1.5 for RSA and ECDSA for EC. */
export async function signingKey({ privateKey }: KeyPair): Promise<webcrypto.CryptoKey> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const namedCurve = privateKey.asymmetricKeyDetails?.namedCurve;
  const algorithm =
    namedCurve === undefined
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: webName(namedCurve) };
  return await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
}

function webName(curve: string): string {
  return { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }[curve] ?? curve;
}
