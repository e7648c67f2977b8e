import { issueMaterial, type LeafOptions } from '@certctl/certificate/issue';
import type { FakeAcm } from '@certctl/emulators';
import { isFailure } from '@certctl/plugin-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AcmStore } from './acm-store.js';
import { CallDouble } from './call-double.fixture.js';
import { CONFIG, openEmulated, startEmulator } from './emulated-store.fixture.js';
import { placeOf } from './place.js';

const [SERVER_AUTH, CLIENT_AUTH, CODE_SIGNING] = [1, 2, 3].map((last) => `1.3.6.1.5.5.7.3.${last}`) as [
  string,
  string,
  string,
];

/** One of each kind; every one of them is tried as the successor of every other. */
const KINDS: Record<string, Partial<LeafOptions>> = {
  'EC P-256': {},
  'EC P-384': { keyAlgorithm: 'EC-P-384' },
  'RSA 2048': { keyAlgorithm: 'RSA-2048' },
  'RSA 2048 for signing only': { keyAlgorithm: 'RSA-2048', keyUsage: ['digitalSignature'] },
  'RSA 3072': { keyAlgorithm: 'RSA-3072' },
  'one more name': { names: ['www.example.com', 'new.example.com'] },
  'another name': { names: ['other.example.com'] },
  'an address': { names: ['192.0.2.1'] },
  'client authentication too': { extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH] },
  'only client authentication': { extendedKeyUsage: [CLIENT_AUTH] },
  'code signing too': { extendedKeyUsage: [SERVER_AUTH, CODE_SIGNING] },
  'no extended key usage': { extendedKeyUsage: [] },
  'no key usage': { keyUsage: [] },
  'keyEncipherment on EC': { keyUsage: ['digitalSignature', 'keyEncipherment'] },
  'key agreement too': { keyUsage: ['digitalSignature', 'keyAgreement'] },
};

let emulator: FakeAcm;
let store: AcmStore;
const made = new Map<string, Awaited<ReturnType<typeof issueMaterial>>>();

beforeAll(async () => {
  emulator = await startEmulator();
  store = await openEmulated(emulator);
  for (const [name, options] of Object.entries(KINDS)) made.set(name, await issueMaterial(options));
});
afterAll(async () => {
  await store.close();
  await emulator.close();
});

function kind(name: string) {
  const found = made.get(name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** What the review says of the second after the first, and what the emulator does with it. */
async function succession(heldName: string, nextName: string) {
  const [held, next] = [kind(heldName), kind(nextName)];
  const place = placeOf(
    emulator.seed({
      certificate: held.leaf.certificatePem,
      privateKey: held.leaf.privateKeyPem,
      chain: held.leaf.chainPem,
    }),
  );
  const findings = store.review({
    config: CONFIG,
    place,
    incoming: next.material,
    privateKeyBytes: 1,
    held: held.material,
    observation: await store.inspect(place, new CallDouble()),
    tags: {},
  });
  const accepted = await store.import(place, { material: next.material, tags: {} }, new CallDouble()).then(
    () => true,
    (error: unknown) => {
      if (isFailure(error, 'refused')) return false;
      throw error;
    },
  );
  const has = (severity: string) => findings.some((finding) => finding.severity === severity);
  return { refused: has('refusal'), accepted };
}

describe.each(Object.keys(KINDS))('after %s', (held) => {
  it.each(Object.keys(KINDS))('the review foresees what becomes of %s', async (next) => {
    const { refused, accepted } = await succession(held, next);
    expect(refused).toBe(!accepted);
  });
});
