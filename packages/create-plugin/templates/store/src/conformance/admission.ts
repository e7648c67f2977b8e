import { createPrivateKey, X509Certificate } from 'node:crypto';
import { LIMITS } from '../limits.js';
import { Refusal } from './json-service.js';

/** A certificate as the API takes it. */
export interface Pems {
  readonly certificate: string;
  readonly chain: readonly string[];
  readonly key: string;
}

const CURVES = ['prime256v1', 'secp384r1'];

/** Yours: what the service looks at before it takes a certificate. @throws Refusal in its own words */
export function admittedPems(body: Readonly<Record<string, unknown>>): Pems {
  const { certificate, chain, key, ...rest } = body;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(`there is no field ${unknown}`);
  if (typeof certificate !== 'string' || typeof key !== 'string') throw invalid('a field is missing');
  if (!Array.isArray(chain) || !chain.every((pem) => typeof pem === 'string'))
    throw invalid('the chain must be a list');
  const leaf = read(certificate);
  const keyOfLeaf = leaf.publicKey;
  const { namedCurve, modulusLength } = keyOfLeaf.asymmetricKeyDetails ?? {};
  const isTaken =
    keyOfLeaf.asymmetricKeyType === 'rsa'
      ? modulusLength !== undefined && modulusLength >= 2_048
      : namedCurve !== undefined && CURVES.includes(namedCurve);
  if (!isTaken) throw new Refusal(400, 'UnsupportedKey', 'a key of this kind is not taken');
  if (!leaf.checkPrivateKey(privateKey(key)))
    throw new Refusal(400, 'KeyMismatch', 'the key is not the one of the certificate');
  chain.map(read).reduce((below, above) => {
    if (below.checkIssued(above)) return above;
    throw new Refusal(400, 'InvalidCertificate', 'the chain is not in its order');
  }, leaf);
  return { certificate, chain, key };
}

/** @throws Refusal when there are too many of them, or one is too long or reserved */
export function admittedLabels(labels: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(Object(labels ?? {}));
  const { most, nameLength, valueLength, reservedPrefixes } = LIMITS.tags;
  if (entries.length > most) throw invalid(`there are more than ${most} labels`);
  return Object.fromEntries(
    entries.map(([name, value]): [string, string] => {
      if (typeof value !== 'string' || value.length > valueLength || name.length > nameLength)
        throw invalid(`the label ${name} is too long`);
      if (reservedPrefixes.some((prefix) => name.startsWith(prefix)))
        throw invalid(`the label ${name} is reserved`);
      return [name, value];
    }),
  );
}

function read(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Refusal(400, 'InvalidCertificate', 'a certificate cannot be read');
  }
}

function privateKey(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Refusal(400, 'KeyMismatch', 'the key cannot be read');
  }
}

function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message);
}
