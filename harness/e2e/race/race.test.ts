import { expect, it } from 'vitest';
import { race } from './race.js';

/** The rest is in `npm run race`. */
const SHORT = [
  'before its import, acm, while another deploys',
  'after its import, vault, when another has deployed',
  'on the way back, before its import, acm, when another has deployed',
  'before it points, shared listener, while another deploys',
];

it('processes that deploy to one place, one of them stopped past its lease, lose nothing and tell nothing false', async () => {
  const lines = await race({
    seed: 7,
    crowds: [2],
    rounds: 3,
    lanes: 3,
    stores: [{ name: 'sqlite' }],
    isWanted: ({ name, site }, resumption) => SHORT.includes(`${name}, ${site}, ${resumption}`),
    onLine: () => {},
  });
  expect(lines.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(lines).toHaveLength(3 + SHORT.length);
}, 900_000);
