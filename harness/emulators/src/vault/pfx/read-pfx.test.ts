import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { authority, leaf } from '../../../test-support/acm-session.js';
import {
  AES_PFX,
  FIXTURE_LEAF_SHA256,
  PFX_WITHOUT_MAC,
  RC2_PFX,
  TRIPLE_DES_PFX,
} from '../../../test-support/openssl-pfx.js';
import { readPfx } from './read-pfx.js';
import { writePfx } from './write-pfx.js';

const bytes = (base64: string) => Buffer.from(base64, 'base64');

const folder = mkdtempSync(join(tmpdir(), 'pfx-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a PFX that OpenSSL wrote', () => {
  it.each([
    ['AES', AES_PFX, 'secret', ['AES-256-CBC, PBKDF2 with sha256'], 'sha256'],
    ['triple DES', TRIPLE_DES_PFX, '', ['pbeWithSHAAnd3-KeyTripleDES-CBC'], 'sha1'],
  ])('with %s is read, with the key of its certificate', (_name, pfx, password, descriptions, mac) => {
    const read = readPfx(bytes(pfx), password);
    expect(read).toMatchObject({ descriptions, mac });
    const [certificate, ...rest] = read.certificates;
    const [key] = read.privateKeys;
    expect(rest).toEqual([]);
    expect(
      createHash('sha256')
        .update(certificate?.der ?? '')
        .digest('hex'),
    ).toBe(FIXTURE_LEAF_SHA256);
    expect(key !== undefined && certificate?.native.checkPrivateKey(key)).toBe(true);
  });

  it.each([
    ['another password', AES_PFX, 'Secret'],
    ['no password where there is one', AES_PFX, ''],
    ['a password where there is none', TRIPLE_DES_PFX, 'secret'],
    ['RC2', RC2_PFX, 'secret'],
    ['no MAC', PFX_WITHOUT_MAC, 'secret'],
  ])('with %s is not read', (_name, pfx, password) => {
    expect(() => readPfx(bytes(pfx), password)).toThrow();
  });

  it('is not read when any byte of it is another', () => {
    const good = bytes(AES_PFX);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(good);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        let read: ReturnType<typeof readPfx>;
        try {
          read = readPfx(damaged, 'secret');
        } catch {
          return;
        }
        // Some bytes say nothing, as those of an absent parameter; what is read then is what was there.
        const hashes = read.certificates.map(({ der }) => createHash('sha256').update(der).digest('hex'));
        expect(hashes).toEqual([FIXTURE_LEAF_SHA256]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a PFX that was written here', () => {
  it.each(['aes256', 'tripleDes'] as const)('with %s comes back as it was', async (encryption) => {
    const ca = await authority();
    const made = await leaf({ issuer: ca });
    const certificates = [made.parsed.der, ca.parsed.der];
    for (const password of ['', 'secret', 'pässwörd 🔑']) {
      const pfx = writePfx({ certificates, privateKey: made.privateKey, password, encryption });
      const read = readPfx(pfx, password);
      expect(read.certificates.map(({ der }) => der)).toEqual(certificates);
      expect(read.privateKeys[0]?.equals(made.privateKey)).toBe(true);
      expect(read.encryptions).toEqual([encryption]);
      expect(() => readPfx(pfx, `${password}x`)).toThrow();
    }
  });
});

const openssl = (process.env.PATH ?? '')
  .split(delimiter)
  .map((path) => join(path, 'openssl'))
  .find((path) => existsSync(path));

// Beside the files above, which need no command: the same with the OpenSSL of this machine, where it has one.
describe.runIf(openssl !== undefined)('the openssl command', () => {
  const run = (...args: string[]) =>
    execFileSync(openssl ?? '', ['pkcs12', ...args], { stdio: 'pipe' }).toString();

  it.each(['aes256', 'tripleDes'] as const)('reads what was written with %s', async (encryption) => {
    const made = await leaf();
    const file = join(folder, `${encryption}.pfx`);
    const certificates = [made.parsed.der];
    writeFileSync(file, writePfx({ certificates, privateKey: made.privateKey, password: 'p', encryption }));
    const text = run('-in', file, '-passin', 'pass:p', '-nodes');
    expect(text).toContain('BEGIN PRIVATE KEY');
    expect(text.replace(/\s/g, '')).toContain(Buffer.from(made.parsed.der).toString('base64'));
  });

  it.each([
    ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC'],
    ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'AES-256-CBC'],
  ])('writes what is read, with %s %s %s %s', async (...choice) => {
    const made = await leaf();
    const [pem, pfx] = [join(folder, 'in.pem'), join(folder, 'out.pfx')];
    writeFileSync(pem, made.privateKeyPem + made.certificatePem);
    run('-export', '-in', pem, '-out', pfx, '-passout', 'pass:secret', ...choice);
    const read = readPfx(readFileSync(pfx), 'secret');
    expect(read.privateKeys[0]?.equals(made.privateKey)).toBe(true);
    expect(read.descriptions).toHaveLength(2);
  });
});
