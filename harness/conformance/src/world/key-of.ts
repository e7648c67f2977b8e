import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '@certctl/plugin-api';

const keys = new Map<KeyAlgorithm, Promise<string>>();

/** A private key of an algorithm, PEM. Made once for a process: RSA takes seconds. */
export function keyOf(algorithm: KeyAlgorithm): Promise<string> {
  const known = keys.get(algorithm);
  if (known) return known;
  const made = generate(algorithm);
  keys.set(algorithm, made);
  return made;
}

async function generate(algorithm: KeyAlgorithm): Promise<string> {
  const size = algorithm.split('-').at(-1);
  const { privateKey } = algorithm.startsWith('RSA-')
    ? await promisify(generateKeyPair)('rsa', { modulusLength: Number(size) })
    : await promisify(generateKeyPair)('ec', { namedCurve: `P-${size}` });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}
