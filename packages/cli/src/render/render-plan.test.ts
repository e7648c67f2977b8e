import { describe, expect, it } from 'vitest';
import { shownLine } from './render-plan.js';

describe('what is held, on the screen', () => {
  it.each([
    ['nothing', undefined, 'nothing'],
    ['what only a fingerprint is shown of', { fingerprint: 'ab01' }, 'SHA-256 ab01; no more is shown'],
    ['what only a serial is shown of', { serial: '3f' }, 'serial 3f; no more is shown'],
    ['what nothing is shown of', {}, 'something that is not shown'],
  ])('is said of %s', (_, shows, line) => {
    expect(shownLine(shows)).toBe(line);
  });
});
