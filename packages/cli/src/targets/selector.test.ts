import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSelector } from './selector.js';

const LABELS = { env: 'prod', team: 'web', tier: 'front' };

describe('a selector', () => {
  it.each([
    ['env=prod', true],
    ['env==prod', true],
    ['env=test', false],
    ['env!=test', true],
    ['env!=prod', false],
    ['env=prod,team=web', true],
    ['env=prod, team=api', false],
    ['env in (test, prod)', true],
    ['env notin (test, prod)', false],
    ['env notin (test),team', true],
    ['team', true],
    ['!team', false],
    ['!legacy', true],
    ['legacy notin (yes)', true],
    ['legacy=', false],
    ['constructor', false],
  ])('%s', (text, holds) => {
    expect(parseSelector(text)(LABELS)).toBe(holds);
  });

  it.each(['', ',', 'env=', 'env=a b', 'env in prod', 'env in (a', '=prod', 'a=b=c'])(
    'that cannot be read is refused, and nothing is selected by mistake: %s',
    (text) => {
      if (text === 'env=') expect(parseSelector(text)({ env: '' })).toBe(true);
      else expect(() => parseSelector(text)).toThrow('is not understood');
    },
  );

  it('selects what its parts select, each by itself', () => {
    const part = fc.constantFrom('env=prod', 'env!=prod', 'team', '!team', 'tier in (front,back)');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1 }),
        fc.dictionary(fc.constantFrom('env', 'team', 'tier'), fc.constantFrom('prod', 'front', 'x')),
        (parts, labels) => {
          const each = parts.every((one) => parseSelector(one)(labels));
          expect(parseSelector(parts.join(','))(labels)).toBe(each);
        },
      ),
    );
  });
});
