/**
 * Writes the private keys of fixtures/certificates: `npx tsx scripts/generate-fixture-keys.ts`.
 * Public test keys, committed so that no test waits for RSA. Needs the openssl command for the one form
 * that node:crypto does not write.
 */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'certificates');
/** Printed in the README of the folder. */
const PASSPHRASE = 'certctl-test';

function rsa(modulusLength: number): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength }).privateKey;
}

function ec(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).privateKey;
}

function pkcs8(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function explicitCurve(): string {
  const options = ['ec_paramgen_curve:P-256', 'ec_param_enc:explicit'].flatMap((each) => ['-pkeyopt', each]);
  return execFileSync('openssl', ['genpkey', '-algorithm', 'EC', ...options], { encoding: 'utf8' });
}

const rsa2048 = rsa(2048);
const p256 = ec('P-256');
const encrypted = { format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;

const files: Record<string, string> = {
  'rsa-1024': pkcs8(rsa(1024)),
  'rsa-2048': pkcs8(rsa2048),
  'rsa-2048-second': pkcs8(rsa(2048)),
  'rsa-3072': pkcs8(rsa(3072)),
  'rsa-4096': pkcs8(rsa(4096)),
  'ec-p256': pkcs8(p256),
  'ec-p384': pkcs8(ec('P-384')),
  'ec-p521': pkcs8(ec('P-521')),
  'ec-secp256k1': pkcs8(ec('secp256k1')),
  'ec-p256-explicit': explicitCurve(),
  ed25519: pkcs8(generateKeyPairSync('ed25519').privateKey),
  'rsa-pss-2048': pkcs8(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),
  'dsa-2048': pkcs8(generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey),
  'rsa-2048.pkcs1': rsa2048.export({ format: 'pem', type: 'pkcs1' }).toString(),
  'ec-p256.sec1': p256.export({ format: 'pem', type: 'sec1' }).toString(),
  'rsa-2048.encrypted': rsa2048.export({ ...encrypted, type: 'pkcs8' }).toString(),
  'ec-p256.encrypted': p256.export({ ...encrypted, type: 'pkcs8' }).toString(),
  'rsa-2048.legacy-encrypted': rsa2048.export({ ...encrypted, type: 'pkcs1' }).toString(),
  'ec-p256.legacy-encrypted': p256.export({ ...encrypted, type: 'sec1' }).toString(),
};

mkdirSync(FOLDER, { recursive: true });
for (const [name, pem] of Object.entries(files)) writeFileSync(join(FOLDER, `${name}.key.pem`), pem);
console.log(`${Object.keys(files).length} keys written to fixtures/certificates`);
