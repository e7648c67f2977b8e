import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from './decode-base64.js';

describe('decodeBase64', () => {
  it('gives back what was encoded, in lines of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
        const text = Buffer.from(bytes).toString('base64');
        const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        expect(decodeBase64(Buffer.from(`\n${lines.join('\n')}\n`))).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it.each(['A', 'AA', 'AA=', 'AAA', 'AB==', 'AA==AA==', '=AAA', 'AA-_', 'AA A', 'AAAA=', 'AA===', '====='])(
    'refuses %j, which is not to the letter',
    (text) => {
      expect(decodeBase64(Buffer.from(text))).toBeUndefined();
    },
  );
});
