import { expect, it } from 'vitest';
import { explainFailure } from './explain-failure.js';

const about = { title: 'a title', why: 'a reason', source: 'a source', remedy: 'a remedy' };

it('says of what is held to in every case what is to be done about that, and not about the case', () => {
  const failure = { message: 'requests', exchange: [] };
  const rule = { why: 'policies', source: 'the contract', remedy: 'declare it' };
  expect(explainFailure({ ...failure, rule }, about).notes.map(([, text]) => text)).toEqual([
    'a title',
    'policies',
    'the contract',
    'declare it',
  ]);
  expect(explainFailure(failure, about).notes.map(([, text]) => text)).toContain('a remedy');
});
