import { expect, it } from 'vitest';
import { crash } from './crash.js';
import { FLOWS } from './flows.js';

/** One flow of each way that a deploy can go; `npm run crash` has all of them, and hundreds of kills. */
const SHORT = [
  'acm first',
  'acm rollback',
  'vault renewal',
  'vault withdrawal',
  'file renewal',
  'listener second refuses',
];

const POWERLESS = ['acm renewal', 'vault rollback', 'listener second refuses'];

it('a deploy that is killed is closed by the next, which loses nothing and makes nothing twice', async () => {
  const flows = FLOWS.filter(({ name }) => SHORT.includes(name));
  const { undisturbed, results } = await crash({ kills: 24, seed: 7, lanes: 2, flows });
  expect(undisturbed).toEqual([]);
  expect(results.flatMap(({ kill, problems }) => problems.map((problem) => ({ ...kill, problem })))).toEqual(
    [],
  );
  expect(results.filter(({ missed }) => missed)).toEqual([]);
  // Of an empty tally everything would be true.
  expect(results).toHaveLength(24);
  expect(results.filter(({ left }) => left !== 'none').length).toBeGreaterThan(5);
}, 900_000);

it('the power may fail with it: what was answered, and what was sent, is on disk', async () => {
  const flows = FLOWS.filter(({ name }) => POWERLESS.includes(name));
  const { undisturbed, results } = await crash({ kills: 16, seed: 5, lanes: 2, flows, power: true });
  expect(undisturbed).toEqual([]);
  expect(results.flatMap(({ kill, problems }) => problems.map((problem) => ({ ...kill, problem })))).toEqual(
    [],
  );
  expect(results).toHaveLength(16);
  expect(results.filter(({ kill }) => kill.shot.at === 'end')).toHaveLength(flows.length);
  expect(results.filter(({ left }) => left !== 'none').length).toBeGreaterThan(3);
}, 900_000);
