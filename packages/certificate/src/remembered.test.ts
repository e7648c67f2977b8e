import { describe, expect, it } from 'vitest';
import { Remembered } from './remembered.js';

describe('what is remembered', () => {
  it('is what was used last, and no more than that many', () => {
    const remembered = new Remembered<number>(2);
    remembered.set('a', 1);
    remembered.set('b', 2);
    expect(remembered.get('a')).toBe(1);
    remembered.set('c', 3);
    expect(['a', 'b', 'c'].map((name) => remembered.get(name))).toEqual([1, undefined, 3]);
    remembered.set('a', 4);
    remembered.set('d', 5);
    expect(['a', 'c', 'd'].map((name) => remembered.get(name))).toEqual([4, undefined, 5]);
  });
});
