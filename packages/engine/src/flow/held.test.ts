import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Held } from '@certctl/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';
import { holds, isSame, type Wanted } from './held.js';

let wanted: Wanted;
let other: IssuedLeaf;
let twin: IssuedLeaf;
beforeAll(async () => {
  const scenario = await Scenario.create();
  const leaf = await scenario.issue();
  other = await scenario.issue();
  twin = await scenario.issue({ serial: leaf.facts.serial });
  wanted = {
    leaf: leaf.facts.der,
    chain: [other.facts.der],
    fingerprint: leaf.facts.fingerprint,
    serial: leaf.facts.serial,
  };
});

const held = (over: Partial<Held> = {}): Held => ({ leaf: wanted.leaf, chain: wanted.chain, ...over });

describe('holding what is wanted', () => {
  it('is seen by the leaf: another certificate with the same serial is another certificate', () => {
    expect(twin.facts.serial).toBe(wanted.serial);
    expect(holds(held(), wanted, 'leaf')).toBe(true);
    expect(holds(held({ leaf: twin.facts.der, serial: wanted.serial }), wanted, 'leaf')).toBe(false);
  });

  it('includes the chain, where the service shows one', () => {
    expect(holds(held({ chain: [] }), wanted, 'leaf')).toBe(false);
    expect(holds(held({ chain: [twin.facts.der] }), wanted, 'leaf')).toBe(false);
    expect(holds({ leaf: wanted.leaf }, wanted, 'leaf')).toBe(true);
  });
});

describe('holding the same again', () => {
  it('includes the leaf, and the chain where both show one', () => {
    const before = { state: 'present', ...held() } as const;
    expect(isSame(held(), before, 'leaf')).toBe(true);
    expect(isSame(held({ leaf: twin.facts.der }), before, 'leaf')).toBe(false);
    expect(isSame(held({ chain: [twin.facts.der] }), before, 'leaf')).toBe(false);
    expect(isSame({ leaf: wanted.leaf }, before, 'leaf')).toBe(true);
  });
});
