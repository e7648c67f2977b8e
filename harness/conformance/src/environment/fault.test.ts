import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ALL_CASES } from '../cases/all-cases.js';
import { FAULT_SHAPES } from './fault.js';

const CASES = join(import.meta.dirname, '..', 'cases');

it('has no shape that an author must find words for, and that no case asks for', () => {
  const text = ALL_CASES.map(({ slug }) => readFileSync(join(CASES, `${slug}.ts`), 'utf8')).join('\n');
  const asked = new Set([...text.matchAll(/shape: '([^']+)'/g)].map(([, shape]) => shape));
  expect(Object.keys(FAULT_SHAPES).filter((shape) => !asked.has(shape))).toEqual([]);
});
