import { spawnSync } from 'node:child_process';
import { createHmac, getFips, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { KeyAlgorithm, Material } from '@certctl/plugin-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { issueAuthority, issueLeaf } from '../issue/index.js';
import { readPrivateKey } from '../read-private-key.js';
import { deriveKey, PURPOSE } from './derive-key.js';
import { readPkcs12, writePkcs12 } from './index.js';
import { arrayBufferOf, loadPkijs } from './load-pkijs.js';
import { octets } from './unseal.js';

const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
const KEYS: Readonly<Record<string, KeyAlgorithm>> = {
  'rsa-2048': 'RSA-2048',
  'rsa-4096': 'RSA-4096',
  'ec-p256': 'EC-P-256',
  'ec-p384': 'EC-P-384',
  'ec-p521': 'EC-P-521',
};
const ENCRYPTIONS = ['aes-256', '3des'] as const;

let made: Map<string, { material: Material; pem: string }>;

beforeAll(async () => {
  const root = await issueAuthority();
  const upper = await issueAuthority({ parent: root, name: 'upper' });
  const lower = await issueAuthority({ parent: upper, name: 'lower' });
  made = new Map();
  for (const name of Object.keys(KEYS)) {
    const file = join(import.meta.dirname, '../../../../fixtures/certificates', `${name}.key.pem`);
    const pem = readFileSync(file, 'utf8');
    const leaf = await issueLeaf(lower, { names: ['www.example.com'], privateKeyPem: pem });
    const material = { leaf: leaf.facts, chain: [lower.facts, upper.facts], privateKey: readPrivateKey(pem) };
    made.set(name, { material, pem });
  }
});

function materialOf(name = 'ec-p256'): Material {
  const found = made.get(name);
  if (found === undefined) throw new Error(`no key ${name}`);
  return found.material;
}

describe.each(ENCRYPTIONS)('%s', (encryption) => {
  it.each(Object.keys(KEYS))('carries leaf, chain in its order, and the key %s', async (name) => {
    const material = materialOf(name);
    const file = await writePkcs12(material, { encryption, passphrase: 'secret' });
    const read = await readPkcs12(file, 'secret');
    expect(read.leaf).toEqual(material.leaf.der);
    expect(read.chain).toEqual(material.chain.map(({ der }) => der));
    expect(Buffer.from(read.privateKey.pkcs8())).toEqual(Buffer.from(material.privateKey.pkcs8()));
    const pfx = Buffer.from(file);
    expect(() => createSecureContext({ pfx, passphrase: 'secret' })).not.toThrow();
  });

  it('is a new file each time, with nothing of the key or the leaf in the open', async () => {
    const material = materialOf();
    const [one, two] = [
      await writePkcs12(material, { encryption }),
      await writePkcs12(material, { encryption }),
    ];
    expect(Buffer.compare(one, two)).not.toBe(0);
    expect(Buffer.from(one).includes(Buffer.from(material.leaf.der).subarray(0, 60))).toBe(false);
    expect(Buffer.from(one).includes(Buffer.from(material.privateKey.pkcs8()).subarray(0, 40))).toBe(false);
  });

  it('leaves the key of the material as it was', async () => {
    const material = materialOf();
    const before = Buffer.from(material.privateKey.pkcs8());
    await writePkcs12(material, { encryption });
    expect(Buffer.from(material.privateKey.pkcs8())).toEqual(before);
  });

  it('comes back with any passphrase, and with no other', async () => {
    const characters = fc.string({ unit: 'grapheme', maxLength: 24 }).filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(characters, characters, async (passphrase, other) => {
        const file = await writePkcs12(materialOf(), { encryption, passphrase });
        expect((await readPkcs12(file, passphrase)).leaf).toEqual(materialOf().leaf.der);
        if (other === passphrase) return;
        await expect(readPkcs12(file, other)).rejects.toMatchObject({ code: 'key_passphrase_wrong' });
      }),
      { numRuns: 15 },
    );
  });

  it.runIf(HAS_OPENSSL)('is read by the openssl of this machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certctl-pkcs12-'));
    try {
      for (const passphrase of ['', 'secret']) {
        const path = join(folder, 'it.pfx');
        writeFileSync(path, await writePkcs12(materialOf(), { encryption, passphrase }));
        const words = ['pkcs12', '-in', path, '-noenc', '-passin', `pass:${passphrase}`];
        const { status, stdout } = spawnSync('openssl', words, { encoding: 'utf8' });
        expect(status).toBe(0);
        expect(stdout.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
        expect(stdout.match(/localKeyID/g)).toHaveLength(2);
        expect(readPrivateKey(stdout).pem()).toBe(materialOf().privateKey.pem());
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

interface Vector {
  readonly key: string;
  readonly passphrase: string;
  readonly leaf: string;
  readonly chain: readonly string[];
  readonly pfx: string;
}

describe('what openssl wrote', () => {
  const vectors: Record<string, Vector> = JSON.parse(
    readFileSync(join(import.meta.dirname, 'openssl-vectors.json'), 'utf8'),
  );
  const bytes = ({ pfx }: Vector) => Buffer.from(pfx, 'base64');
  const all = Object.entries(vectors);
  const readable = all.filter(([name]) => name !== 'RC2');

  it('is at hand in every form', () => expect(all).toHaveLength(8));

  it.each(readable)('is read: %s', async (_, vector) => {
    const { readCertificate } = await import('../read-certificate.js');
    const read = await readPkcs12(bytes(vector), vector.passphrase);
    expect(readCertificate(read.leaf).fingerprint).toBe(vector.leaf);
    expect(read.chain.map((der) => readCertificate(der).fingerprint)).toEqual(vector.chain);
    expect(read.privateKey.pem()).toBe(
      made.get(vector.key.replace('.key.pem', ''))?.material.privateKey.pem(),
    );
  });

  it.each(readable.filter(([name]) => name !== 'nothing encrypted'))(
    'is refused with another passphrase: %s',
    async (_, vector) => {
      const reading = readPkcs12(bytes(vector), 'another');
      await expect(reading).rejects.toMatchObject({ code: 'key_passphrase_wrong' });
    },
  );

  it('is refused where its cipher is not known, and the cipher named', async () => {
    const vector = vectors.RC2;
    if (vector === undefined) throw new Error('no vector');
    await expect(readPkcs12(bytes(vector), vector.passphrase)).rejects.toMatchObject({
      code: 'pkcs12_unreadable',
      message: expect.stringContaining('1.2.840.113549.1.12.1.6'),
    });
  });
});

describe('reading', () => {
  it('takes a file whose password is absent instead of empty', async () => {
    const { asn1, pki } = await loadPkijs();
    const file = pki.PFX.fromBER(await writePkcs12(materialOf()));
    const salt = randomBytes(8);
    const iterations = 1_000;
    const input = { digest: 'sha256', purpose: PURPOSE.mac, salt, iterations, length: 32 };
    const key = deriveKey({ ...input, password: new Uint8Array() });
    const mac = createHmac('sha256', key).update(octets(file.authSafe.content.getValue())).digest();
    file.macData = new pki.MacData({
      mac: new pki.DigestInfo({
        digestAlgorithm: new pki.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }),
        digest: new asn1.OctetString({ valueHex: arrayBufferOf(mac) }),
      }),
      macSalt: new asn1.OctetString({ valueHex: arrayBufferOf(salt) }),
      iterations,
    });
    const bytes = new Uint8Array(file.toSchema().toBER());
    expect((await readPkcs12(bytes)).leaf).toEqual(materialOf().leaf.der);
    await expect(readPkcs12(bytes, 'x')).rejects.toMatchObject({ code: 'key_passphrase_wrong' });
  });

  it('ends every damaged file with a code of its own, and never quotes it', async () => {
    const whole = await writePkcs12(materialOf(), { passphrase: 'secret' });
    const codes = ['pkcs12_unreadable', 'key_passphrase_wrong', 'certificate_unreadable', 'key_unreadable'];
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const error = await readPkcs12(damaged, 'secret').then(
          () => undefined,
          (thrown: { code: string; message: string }) => thrown,
        );
        // What no check covers, such as a name of an attribute, may change without harm.
        if (error === undefined) return;
        expect(codes).toContain(error.code);
        expect(error.message).not.toMatch(/[A-Za-z0-9+/]{80}/);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a page', new TextEncoder().encode('<html>sign in</html>')],
    ['a certificate', () => materialOf().leaf.der],
  ])('refuses %s', async (_, given) => {
    const bytes = typeof given === 'function' ? given() : given;
    await expect(readPkcs12(bytes)).rejects.toMatchObject({ code: 'pkcs12_unreadable' });
  });

  it('refuses what is larger than any PKCS#12', async () => {
    await expect(readPkcs12(new Uint8Array(3 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'material_too_large',
    });
  });

  it('refuses a key without its certificate', async () => {
    const material = { ...materialOf(), leaf: materialOf('ec-p384').leaf };
    await expect(readPkcs12(await writePkcs12(material))).rejects.toMatchObject({
      code: 'pkcs12_unreadable',
    });
  });
});

describe('FIPS mode', () => {
  it('refuses 3DES and not AES', async () => {
    vi.resetModules();
    vi.doMock('node:crypto', async (original) => ({
      ...(await original<typeof import('node:crypto')>()),
      getFips: () => 1,
    }));
    const { writePkcs12: writeInFips } = await import('./write-pkcs12.js');
    await expect(writeInFips(materialOf(), { encryption: '3des' })).rejects.toMatchObject({
      code: 'target_invalid',
    });
    expect((await writeInFips(materialOf())).length).toBeGreaterThan(0);
    vi.doUnmock('node:crypto');
    expect(getFips()).toBe(0);
  });
});
