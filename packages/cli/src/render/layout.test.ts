import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entries, wrap } from './layout.js';
import { screenOf } from './screen.js';

const screen = screenOf({ write: () => true }, { COLUMNS: '80' });

describe('wrap', () => {
  it('keeps every word whole and every line in its width, unless a word is longer', () => {
    const words = fc.array(fc.stringMatching(/^[a-z:/-]{1,100}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 100 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        expect(lines.join(' ')).toBe(list.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('lets no sequence from a certificate steer the terminal', () => {
    expect(wrap('CN=\u001b[31mred\u0007\nline\u202e', 80)).toEqual(['CN=[31mred line']);
  });
});

describe('entries', () => {
  it('aligns values of several lines, and leaves absent ones out', () => {
    const text = entries(
      [
        ['a', 'one\ntwo'],
        ['longer', undefined],
        ['bb', 'x'],
      ],
      screen,
    );
    expect(text).toBe('  a   one\n      two\n  bb  x');
  });
});
