import type { CertificateFacts } from '@certctl/plugin-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, issueAuthority, issueLeaf } from './issue/index.js';
import { orderChain } from './order-chain.js';
import { readCertificate } from './read-certificate.js';

const YEAR = 365 * 86_400_000;

let root: Authority;
let first: Authority;
let second: Authority;
let leaf: CertificateFacts;

beforeAll(async () => {
  root = await issueAuthority({ name: 'root' });
  first = await issueAuthority({ name: 'first', parent: root });
  second = await issueAuthority({ name: 'second', parent: first });
  leaf = (await issueLeaf(second, { names: ['example.com'] })).facts;
});

function codes(findings: readonly { code: string }[]): string[] {
  return findings.map(({ code }) => code).sort();
}

function thrownCode(given: readonly CertificateFacts[], of = leaf): unknown {
  try {
    return codes(orderChain(of, given).findings);
  } catch (error) {
    return (error as { code: string }).code; // orderChain throws CertctlError only; the test would show another.
  }
}

describe('orderChain', () => {
  it('finds the same chain in any order, with the root and with copies', () => {
    const everything = [root, root, first, first, second].map(({ facts }) => facts);
    const shuffled = fc.shuffledSubarray([...everything, leaf], { minLength: everything.length + 1 });
    fc.assert(
      fc.property(shuffled, (given) => {
        const { chain, findings } = orderChain(leaf, given);
        expect(chain).toEqual([second.facts, first.facts]);
        expect(codes(findings)).toEqual(
          expect.arrayContaining(['chain_duplicate_dropped', 'chain_root_dropped']),
        );
      }),
    );
  });

  it('says nothing of a chain that is as it should be', () => {
    expect(orderChain(leaf, [second.facts, first.facts])).toEqual({
      chain: [second.facts, first.facts],
      findings: [],
    });
    expect(orderChain(leaf, [second.facts]).findings).toEqual([]);
  });

  it('says that it reordered, and only then', () => {
    expect(codes(orderChain(leaf, [first.facts, second.facts]).findings)).toEqual(['chain_reordered']);
    expect(codes(orderChain(leaf, [root.facts, second.facts, first.facts]).findings)).toEqual([
      'chain_root_dropped',
    ]);
  });

  it('warns when a chain is missing, unless the leaf needs none', async () => {
    expect(orderChain(leaf, []).findings).toMatchObject([{ code: 'chain_missing', severity: 'warning' }]);
    const belowRoot = (await issueLeaf(root, { names: ['a.example.com'] })).facts;
    expect(orderChain(belowRoot, [root.facts])).toMatchObject({
      chain: [],
      findings: [{ code: 'chain_root_dropped' }],
    });
    const selfSigned = (await issueLeaf('self', { names: ['b.example.com'] })).facts;
    expect(orderChain(selfSigned, [])).toEqual({ chain: [], findings: [] });
  });

  it('refuses a gap', () => {
    expect(thrownCode([first.facts])).toBe('chain_broken');
    expect(thrownCode([second.facts, root.facts])).toBe('chain_broken');
  });

  it('refuses an unrelated authority, even one of the same name', async () => {
    const stranger = await issueAuthority({ name: 'stranger' });
    expect(thrownCode([second.facts, first.facts, stranger.facts])).toBe('chain_broken');
    const namesake = await issueAuthority({ name: 'second', parent: first });
    expect(thrownCode([namesake.facts, first.facts])).toBe('chain_broken');
  });

  it('looks at signatures, not only at names and key identifiers', async () => {
    const bytes = Buffer.from(second.facts.der);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const forged = readCertificate(new Uint8Array(bytes));
    expect(thrownCode([forged, first.facts])).toBe('chain_broken');
  });

  it('refuses another leaf', async () => {
    const other = (await issueLeaf(second, { names: ['other.example.com'] })).facts;
    expect(thrownCode([second.facts, other])).toBe('leaf_in_chain');
    const selfSigned = (await issueLeaf('self', { names: ['self.example.com'] })).facts;
    expect(thrownCode([second.facts, selfSigned])).toBe('leaf_in_chain');
  });

  it('takes a self-signed certificate without CA for a root when it certifies the leaf', async () => {
    const keyed = await issueAuthority({ name: 'old root' });
    const old = await issueLeaf('self', {
      names: [],
      subject: 'old root',
      keyUsage: [],
      privateKeyPem: keyed.privateKeyPem,
    });
    const below = (await issueLeaf(keyed, { names: ['c.example.com'] })).facts;
    expect(thrownCode([old.facts], below)).toEqual(['chain_root_dropped']);
  });

  it('takes the cross-signed path that expires last, in any order, and drops the other whole', async () => {
    const otherRoot = await issueAuthority({ name: 'other root' });
    const otherTop = await issueAuthority({ name: 'other top', parent: otherRoot });
    const notAfter = first.facts.notAfter + YEAR;
    const crossed = await issueAuthority({
      name: 'second',
      privateKey: second.privateKeyPem,
      parent: otherTop,
      notAfter,
    });
    const all = [first, second, otherTop, crossed, root, otherRoot].map(({ facts }) => facts);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (given) => {
        const { chain, findings } = orderChain(leaf, given);
        expect(chain).toEqual([crossed.facts, otherTop.facts]);
        expect(codes(findings).filter((code) => code === 'chain_alternative_dropped')).toHaveLength(2);
      }),
    );
  });

  it('ends when authorities certify each other', async () => {
    const a = await issueAuthority({ name: 'a' });
    const b = await issueAuthority({ name: 'b' });
    const aByB = await issueAuthority({ name: 'a', privateKey: a.privateKeyPem, parent: b });
    const bByA = await issueAuthority({ name: 'b', privateKey: b.privateKeyPem, parent: a });
    const below = (await issueLeaf(a, { names: ['d.example.com'] })).facts;
    expect(orderChain(below, [bByA.facts, aByB.facts]).chain).toEqual([aByB.facts, bByA.facts]);
  });
});
