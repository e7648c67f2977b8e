import type { IssuedLeaf } from '@certctl/certificate/issue';
import type { Held } from '@certctl/plugin-api';
import { beforeAll, expect, it } from 'vitest';
import { Scenario } from '../testing/scenario.js';
import { shownInstead, type ToBeShown } from './shown-instead.js';

let leaf: IssuedLeaf;
let other: IssuedLeaf;
let twin: IssuedLeaf;
let wanted: Required<ToBeShown>;
beforeAll(async () => {
  const scenario = await Scenario.create();
  leaf = await scenario.issue();
  other = await scenario.issue();
  twin = await scenario.issue({ serial: leaf.facts.serial });
  wanted = { leaf: leaf.facts.der, chain: [other.facts.der, twin.facts.der] };
});

const instead = (over: Partial<Held>, sent: ToBeShown = wanted) =>
  shownInstead({ leaf: wanted.leaf, chain: wanted.chain, ...over }, sent, 'leaf');

it('tells another leaf from the right one with another chain', () => {
  expect(instead({ leaf: other.facts.der })).toBe(
    `it shows another leaf, with the serial ${other.facts.serial}`,
  );
  expect(instead({ leaf: twin.facts.der })).toBe('it shows another leaf, with the same serial');
  expect(instead({ leaf: new Uint8Array([1, 2]) })).toBe('it shows what is no certificate');
  expect(instead({ chain: [] })).toBe(
    'it shows that leaf with another chain: it is shorter than what was sent (0 of 2 certificates)',
  );
});

it('tells how the chain differs', () => {
  const chain = (...held: readonly Uint8Array[]) => instead({ chain: held }).replace(/^.*chain: /, '');
  const [first, second] = wanted.chain as [Uint8Array, Uint8Array];
  expect(chain(first)).toBe('it is shorter than what was sent (1 of 2 certificates)');
  expect(chain(second, first)).toBe('its certificates stand in another order');
  expect(chain(wanted.leaf, first, second)).toBe(
    'certificates that were not sent stand among those that were',
  );
  expect(chain(first, wanted.leaf)).toBe('it lacks what was sent, and has something else');
  expect(instead({ chain: [first] }, { ...wanted, chain: [] })).toContain('another chain: none was sent');
});

it('says of a store that shows less no more than it shows', () => {
  expect(shownInstead('absent', wanted, 'leaf')).toBe('it shows nothing');
  expect(shownInstead({ serial: '3f' }, wanted, 'serial')).toBe('it shows the serial 3f');
  expect(shownInstead({ fingerprint: 'ab' }, wanted, 'fingerprint')).toBe('it shows the fingerprint ab');
  expect(shownInstead({}, wanted, 'leaf')).toBe('it shows no leaf');
  expect(instead({ disabled: true })).toBe('it is disabled');
});
