import { describe, expect, it } from 'vitest';
import { sinceOf } from './since.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');

describe('--since', () => {
  it.each([
    ['30m', '2026-11-27T11:30:00.000Z'],
    ['12h', '2026-11-27T00:00:00.000Z'],
    ['7d', '2026-11-20T12:00:00.000Z'],
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24T09:30Z', '2026-11-24T09:30:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(sinceOf(text, NOW)).toISOString()).toBe(expected);
  });

  it.each(['', '0d', '7', '7w', '-1d', 'yesterday', '2026-13-45', '2027-01-01', '24.11.2026'])(
    '%j is none',
    (text) => {
      expect(() => sinceOf(text, NOW)).toThrow('is no time in the past');
    },
  );
});
