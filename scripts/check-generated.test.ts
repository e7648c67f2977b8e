import { describe, expect, it } from 'vitest';
import { checkGenerated } from './check-generated.js';

const wanted = [{ path: 'docs/a.md', text: 'one\ntwo\n' }];

describe('check-generated', () => {
  it('accepts what is up to date', () => {
    expect(checkGenerated(wanted, () => 'one\ntwo\n')).toEqual([]);
  });

  it('refuses what is stale, with the first line that differs', () => {
    const rule = 'is stale; npm run generate renews it';
    expect(checkGenerated(wanted, () => 'one\n2\n')).toEqual([{ file: 'docs/a.md', line: 2, rule }]);
    expect(checkGenerated(wanted, () => 'one\ntwo\n\n')).toHaveLength(1);
  });

  it('refuses what is missing', () => {
    expect(checkGenerated(wanted, () => undefined)).toEqual([
      { file: 'docs/a.md', rule: 'is missing; npm run generate writes it' },
    ]);
  });
});
