import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isCertctlError } from '@certctl/plugin-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from './read-private-key.js';

const PASSPHRASE = 'certctl-test';

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/certificates', `${name}.key.pem`), 'utf8');
}

function codeOf(input: string | Uint8Array, passphrase?: string): string {
  try {
    readPrivateKey(input, passphrase);
    return 'read';
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    return error.code;
  }
}

describe('readPrivateKey', () => {
  it.each(['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521'])('reads %s', (name) => {
    expect(readPrivateKey(fixture(name)).pem()).toBe(fixture(name));
  });

  it.each([
    ['rsa-2048.pkcs1', 'rsa-2048'],
    ['ec-p256.sec1', 'ec-p256'],
    ['rsa-2048.encrypted', 'rsa-2048'],
    ['ec-p256.encrypted', 'ec-p256'],
    ['rsa-2048.legacy-encrypted', 'rsa-2048'],
    ['ec-p256.legacy-encrypted', 'ec-p256'],
  ])('makes PKCS#8 of %s, given as text or bytes', (name, plain) => {
    expect(readPrivateKey(fixture(name), PASSPHRASE).pem()).toBe(fixture(plain));
    expect(readPrivateKey(Buffer.from(fixture(name)), PASSPHRASE).pem()).toBe(fixture(plain));
  });

  it('leaves the input as it was', () => {
    const bytes = Buffer.from(fixture('ec-p256'));
    readPrivateKey(bytes).destroy();
    expect(bytes.toString()).toBe(fixture('ec-p256'));
  });

  it('passes over curve parameters, certificates and other text', () => {
    const around =
      '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\nBag Attributes\n';
    expect(readPrivateKey(around + fixture('ec-p256.sec1')).pem()).toBe(fixture('ec-p256'));
  });

  it.each([
    ['CRLF', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['blank lines', (pem: string) => pem.replaceAll('\n', '\n\n')],
    ['indentation', (pem: string) => pem.replaceAll('\n', '\n    ')],
    ['one line', (pem: string) => pem.replace(/(?<=[^-])\n(?=[^-])/g, '')],
    ['no newline at the end', (pem: string) => pem.trimEnd()],
  ])('reads a key with %s', (_, change) => {
    expect(codeOf(change(fixture('rsa-2048')))).toBe('read');
    expect(codeOf(change(fixture('rsa-2048.encrypted')), PASSPHRASE)).toBe('read');
  });

  it.each([
    'rsa-2048.encrypted',
    'ec-p256.encrypted',
    'rsa-2048.legacy-encrypted',
    'ec-p256.legacy-encrypted',
  ])('asks for the passphrase of %s, and says when it is wrong', (name) => {
    expect(codeOf(fixture(name))).toBe('key_encrypted');
    expect(codeOf(fixture(name), '')).toBe('key_passphrase_wrong');
    // Some wrong passphrases decrypt to bytes that look padded, and fail later than the others.
    for (let run = 0; run < 60; run++)
      expect(codeOf(fixture(name), `wrong ${run}`)).toBe('key_passphrase_wrong');
  });

  it.each(['rsa-1024', 'rsa-pss-2048', 'dsa-2048', 'ed25519', 'ec-secp256k1', 'ec-p256-explicit'])(
    'does not deploy %s',
    (name) => {
      expect(codeOf(fixture(name))).toBe('key_algorithm_unsupported');
    },
  );

  it.each([
    ['nothing', '', 'material_empty'],
    ['blanks', ' \r\n\t', 'material_empty'],
    ['text', 'not a key', 'material_not_pem'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'material_not_pem'],
    ['no base64', '-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----', 'key_unreadable'],
    [
      'another thing in base64',
      '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----',
      'key_unreadable',
    ],
    ['an empty block', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', 'key_unreadable'],
    ['no end', '-----BEGIN PRIVATE KEY-----\nMAA=\n', 'key_unreadable'],
    ['another end', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----', 'key_unreadable'],
    ['two keys', fixture('ec-p256') + fixture('rsa-2048'), 'key_unreadable'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('refuses DER as not PEM', () => {
    const der = createPrivateKey(fixture('ec-p256')).export({ format: 'der', type: 'pkcs8' });
    expect(codeOf(der)).toBe('material_not_pem');
  });

  it('blames a damaged file, not the passphrase', () => {
    const lines = fixture('rsa-2048.encrypted').split('\n');
    expect(codeOf(lines.toSpliced(5, 3).join('\n'), PASSPHRASE)).toBe('key_unreadable');
  });

  it('ends in a key or in its own error for any bytes', () => {
    const pieces = fc.constantFrom(
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      '-----BEGIN ',
      '-----',
      'Proc-Type: 4,ENCRYPTED\n\n',
    );
    const text = fc
      .array(fc.oneof(pieces, fc.base64String(), fc.string()), { maxLength: 8 })
      .map((all) => all.join('\n'));
    fc.assert(fc.property(text, (input) => void codeOf(input, 'x')));
    fc.assert(fc.property(fc.uint8Array(), (input) => void codeOf(input)));
  });
});

describe('errors about keys', () => {
  const bad: [string, string, string | undefined][] = [
    ...['rsa-1024', 'rsa-pss-2048', 'dsa-2048', 'ed25519', 'ec-secp256k1', 'ec-p256-explicit'].map(
      (name): [string, string, undefined] => [name, fixture(name), undefined],
    ),
    ['an encrypted key', fixture('rsa-2048.encrypted'), undefined],
    ['a wrong passphrase', fixture('rsa-2048.legacy-encrypted'), 'wrong-passphrase'],
    ['a key that is cut off', fixture('rsa-2048').slice(0, 900), undefined],
    ['a key without its lines', fixture('rsa-2048').split('\n').toSpliced(3, 2).join('\n'), undefined],
    ['a key with a wrong label', fixture('rsa-2048').replaceAll('PRIVATE KEY', 'EC PRIVATE KEY'), undefined],
    ['a key without a label', fixture('rsa-2048').replaceAll('-----', '--'), undefined],
    [
      'a key on the line of its label',
      fixture('rsa-2048').replaceAll('\n', '').replace('KEY-----', ''),
      undefined,
    ],
  ];

  it.each(bad)('hold no part of it: %s', (_, text, passphrase) => {
    const error = thrownBy(text, passphrase);
    const said = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
    const body = text.replace(/-----[^-]*-----/g, '').replace(/\s/g, '');
    const hex = Buffer.from(body, 'base64').toString('hex');
    for (let at = 0; at + 12 <= body.length; at++) expect(said).not.toContain(body.slice(at, at + 12));
    for (let at = 0; at + 12 <= hex.length; at++) expect(said).not.toContain(hex.slice(at, at + 12));
    if (passphrase !== undefined) expect(said).not.toContain(passphrase);
  });

  function thrownBy(text: string, passphrase: string | undefined): unknown {
    try {
      readPrivateKey(text, passphrase);
    } catch (error) {
      return error;
    }
    throw new Error('The key was read.');
  }
});
