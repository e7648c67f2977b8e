import { checkTarget } from '@certctl/engine';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slugOf } from './slug.js';

it('makes an id of a name', () => {
  expect(slugOf('Production ALB cert')).toBe('production-alb-cert');
  expect(slugOf('  Café — №1 ')).toBe('cafe-no1');
  expect(slugOf('—')).toBeUndefined();
});

it('makes what the engine takes for an id, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
      const id = slugOf(name);
      if (id !== undefined) checkTarget({ id, type: 'AWSACM', config: {} });
    }),
  );
});
