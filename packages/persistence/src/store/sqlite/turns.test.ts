import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

describe('turns', () => {
  it('are taken at once while nobody has one, and otherwise in the order of asking', async () => {
    const turns = new Turns();
    expect(turns.take()).toBeUndefined();
    const order: string[] = [];
    const first = turns.take()?.then(() => order.push('first'));
    const second = turns.take()?.then(() => order.push('second'));
    await Promise.resolve();
    expect(order).toEqual([]);
    turns.give();
    await first;
    expect(order).toEqual(['first']);
    turns.give();
    await second;
    expect(order).toEqual(['first', 'second']);
    turns.give();
    expect(turns.take()).toBeUndefined();
  });
});
