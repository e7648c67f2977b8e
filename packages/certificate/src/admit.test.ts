import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCertctlError, type KeyAlgorithm, PrivateKey } from '@certctl/plugin-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { admit, type MaterialInput } from './admit.js';
import { type Authority, type IssuedLeaf, issueAuthority, issueLeaf } from './issue/index.js';
import { toPem } from './pem.js';
import { RULES } from './rules.js';

const NOW = Date.UTC(2030, 5, 1);
const HOUR = 3_600_000;

let root: Authority;
let middle: Authority;
let leaf: IssuedLeaf;
let other: IssuedLeaf;

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../../fixtures/certificates', `${name}.key.pem`), 'utf8');
}

beforeAll(async () => {
  const notBefore = NOW - HOUR;
  root = await issueAuthority({ notBefore });
  middle = await issueAuthority({ parent: root, notBefore });
  leaf = await issueLeaf(middle, { names: ['example.com'], notBefore });
  other = await issueLeaf(middle, { names: ['other.example.com'], notBefore });
});

function codeOf(input: MaterialInput, now = NOW): string {
  try {
    admit(input, now);
    return 'admitted';
  } catch (error) {
    if (!isCertctlError(error)) throw error;
    return error.code;
  }
}

/** The leaf with its key, and what the test changes. */
function codeWith(change: Partial<MaterialInput>, now = NOW): string {
  return codeOf(
    { certificate: leaf.certificatePem, chain: leaf.chainPem, privateKey: leaf.privateKeyPem, ...change },
    now,
  );
}

describe('admit', () => {
  it('admits a leaf, its chain and its key, with nothing to say', () => {
    const { material, findings } = admit(
      { certificate: leaf.certificatePem, chain: leaf.chainPem, privateKey: leaf.privateKeyPem },
      NOW,
    );
    expect(material.leaf).toEqual(leaf.facts);
    expect(material.chain).toEqual([middle.facts]);
    expect(material.privateKey.pem()).toBe(leaf.privateKeyPem);
    expect(findings).toEqual([]);
  });

  it('gives the same material for text and bytes', () => {
    const bytes = (text: string) => new Uint8Array(Buffer.from(text));
    const { material } = admit(
      { certificate: bytes(leaf.certificatePem + leaf.chainPem), privateKey: bytes(leaf.privateKeyPem) },
      NOW,
    );
    expect(material.chain).toEqual([middle.facts]);
    expect(material.privateKey.pem()).toBe(leaf.privateKeyPem);
  });

  it('finds leaf and chain in one file, in any order, with the root, copies and the key', () => {
    const parts = [
      leaf.certificatePem,
      middle.certificatePem,
      root.certificatePem,
      leaf.certificatePem,
      leaf.privateKeyPem,
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        const { material, findings } = admit(
          { certificate: shuffled.join(''), privateKey: leaf.privateKeyPem },
          NOW,
        );
        expect(material.leaf).toEqual(leaf.facts);
        expect(material.chain).toEqual([middle.facts]);
        for (const { code } of findings) expect(RULES.map((rule) => rule.code)).toContain(code);
      }),
      { numRuns: 40 },
    );
  });

  it('says once that the leaf was not first', () => {
    const { findings } = admit(
      { certificate: middle.certificatePem + leaf.certificatePem, privateKey: leaf.privateKeyPem },
      NOW,
    );
    expect(findings).toMatchObject([{ code: 'chain_reordered', severity: 'note' }]);
  });

  it('warns of an intermediate outside its validity', async () => {
    const expired = await issueAuthority({
      parent: root,
      privateKey: middle.privateKeyPem,
      notBefore: NOW - 2 * HOUR,
      notAfter: NOW - HOUR,
    });
    const { findings } = admit(
      { certificate: leaf.certificatePem, chain: expired.certificatePem, privateKey: leaf.privateKeyPem },
      NOW,
    );
    expect(findings).toMatchObject([{ code: 'chain_expired', severity: 'warning' }]);
  });

  it.each<[KeyAlgorithm, string]>([
    ['RSA-2048', 'rsa-2048'],
    ['RSA-3072', 'rsa-3072'],
    ['RSA-4096', 'rsa-4096'],
    ['EC-P-256', 'ec-p256'],
    ['EC-P-384', 'ec-p384'],
    ['EC-P-521', 'ec-p521'],
  ])('admits %s', async (keyAlgorithm, name) => {
    const issued = await issueLeaf('self', {
      names: ['example.com'],
      privateKeyPem: fixture(name),
      notBefore: NOW,
    });
    const { material } = admit({ certificate: issued.certificatePem, privateKey: fixture(name) }, NOW);
    expect(material.leaf.keyAlgorithm).toBe(keyAlgorithm);
  });

  it('opens an encrypted key', async () => {
    const { certificatePem } = await issueLeaf(root, {
      names: ['e.com'],
      privateKeyPem: fixture('rsa-2048'),
      notBefore: NOW,
    });
    const input = { certificate: certificatePem, privateKey: fixture('rsa-2048.encrypted') };
    expect(codeOf({ ...input, passphrase: 'certctl-test' })).toBe('admitted');
    expect(codeOf({ ...input, passphrase: 'wrong' })).toBe('key_passphrase_wrong');
    expect(codeOf(input)).toBe('key_encrypted');
  });

  it('admits the self-signed CA certificate that openssl req makes, alone', () => {
    expect(codeOf({ certificate: root.certificatePem, privateKey: root.privateKeyPem })).toBe('admitted');
    expect(
      codeOf({ certificate: root.certificatePem + root.certificatePem, privateKey: root.privateKeyPem }),
    ).toBe('admitted');
  });

  it('does not deploy the key of an authority that was given with its chain', () => {
    const certificate = middle.certificatePem + root.certificatePem;
    expect(codeOf({ certificate, privateKey: middle.privateKeyPem })).toBe('leaf_missing');
    expect(codeWith({ privateKey: middle.privateKeyPem })).toBe('leaf_missing');
  });

  it('judges validity to the second, its ends included', () => {
    const { notBefore, notAfter } = leaf.facts;
    expect(codeWith({}, notBefore - 1)).toBe('certificate_not_yet_valid');
    expect(codeWith({}, notBefore)).toBe('admitted');
    expect(codeWith({}, notAfter)).toBe('admitted');
    expect(codeWith({}, notAfter + 1)).toBe('certificate_expired');
  });

  it('refuses what is empty, binary, too large or not PEM', () => {
    const der = new Uint8Array(leaf.facts.der);
    for (const field of ['certificate', 'chain', 'privateKey'] as const) {
      expect(codeWith({ [field]: '' }), field).toBe('material_empty');
      expect(codeWith({ [field]: new Uint8Array() }), field).toBe('material_empty');
      expect(codeWith({ [field]: ' \n' }), field).toBe('material_empty');
      expect(codeWith({ [field]: der }), field).toBe('material_not_pem');
      expect(codeWith({ [field]: 'no PEM' }), field).toBe('material_not_pem');
      expect(codeWith({ [field]: 'x'.repeat(3 * 1024 * 1024 + 1) }), field).toBe('material_too_large');
      expect(codeWith({ [field]: new Uint8Array(10 * 1024 * 1024) }), field).toBe('material_too_large');
    }
    expect(codeWith({ chain: leaf.privateKeyPem })).toBe('material_not_pem');
    expect(codeWith({ privateKey: leaf.certificatePem })).toBe('material_not_pem');
    expect(codeWith({ chain: middle.certificatePem.repeat(100) })).toBe('material_too_large');
  });

  it('refuses certificates that do not parse', () => {
    expect(codeWith({ certificate: toPem('CERTIFICATE', Uint8Array.of(0x30, 0)) })).toBe(
      'certificate_unreadable',
    );
    expect(codeWith({ chain: leaf.chainPem.slice(0, 300) })).toBe('certificate_unreadable');
  });

  it('refuses a key of another certificate', () => {
    expect(codeWith({ privateKey: other.privateKeyPem })).toBe('key_mismatch');
    expect(codeWith({ privateKey: fixture('rsa-2048') })).toBe('key_mismatch');
  });

  it('refuses a key whose public half fits and whose private half does not sign', () => {
    const jwk = createPrivateKey(leaf.privateKeyPem).export({ format: 'jwk' });
    const wrong = createPrivateKey(other.privateKeyPem).export({ format: 'jwk' });
    const spliced = Buffer.from(
      createPrivateKey(leaf.privateKeyPem).export({ format: 'der', type: 'pkcs8' }),
    );
    Buffer.from(wrong.d ?? '', 'base64url').copy(
      spliced,
      spliced.indexOf(Buffer.from(jwk.d ?? '', 'base64url')),
    );
    expect(codeWith({ privateKey: toPem('PRIVATE KEY', spliced) })).toBe('key_mismatch');
  });

  it('refuses keys that are not deployed', () => {
    for (const name of ['rsa-1024', 'ed25519', 'dsa-2048', 'rsa-pss-2048', 'ec-p256-explicit']) {
      expect(codeWith({ privateKey: fixture(name) }), name).toBe('key_algorithm_unsupported');
    }
  });

  it('refuses when no leaf, or more than one, fits the key', async () => {
    expect(codeWith({ certificate: leaf.chainPem, chain: root.certificatePem })).toBe('leaf_missing');
    expect(codeWith({ certificate: leaf.chainPem, chain: leaf.certificatePem })).toBe('leaf_missing');
    const renewed = await issueLeaf(middle, {
      names: ['example.com'],
      privateKeyPem: leaf.privateKeyPem,
      notBefore: NOW,
    });
    expect(codeWith({ certificate: leaf.certificatePem + renewed.certificatePem })).toBe('leaf_missing');
  });

  it('refuses another leaf in the chain, and a chain that does not fit', async () => {
    expect(codeWith({ chain: leaf.chainPem + other.certificatePem })).toBe('leaf_in_chain');
    const stranger = await issueAuthority({ name: 'stranger', notBefore: NOW });
    expect(codeWith({ chain: stranger.certificatePem })).toBe('chain_broken');
    expect(codeWith({ chain: root.certificatePem })).toBe('chain_broken');
  });

  it('zeroes the key of what it refuses', () => {
    const destroy = vi.spyOn(PrivateKey.prototype, 'destroy');
    codeWith({ privateKey: other.privateKeyPem });
    expect(destroy).toHaveBeenCalledOnce();
    codeWith({});
    expect(destroy).toHaveBeenCalledOnce();
    destroy.mockRestore();
  });

  it('ends in material or in its own error, whatever it is given', () => {
    const pieces = () => [
      leaf.certificatePem,
      leaf.chainPem,
      root.certificatePem,
      other.certificatePem,
      leaf.privateKeyPem,
    ];
    const damaged = fc
      .tuple(fc.constantFrom(...pieces()), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, put]) => {
        const start = at % text.length;
        return text.slice(0, start) + put + text.slice(start + 1);
      });
    const text = fc
      .array(fc.oneof(damaged, fc.constantFrom(...pieces()), fc.string()), { maxLength: 4 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, text, (certificate, chain, privateKey) => {
        codeOf({ certificate, chain, privateKey });
        codeWith({ certificate, chain });
        codeWith({ privateKey });
      }),
      { numRuns: 300 },
    );
  });
});
