import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loopTurn } from './loop-turn.js';

/** Lets the loop turn until nothing more is written down. */
async function settled(written: readonly unknown[]): Promise<void> {
  for (let before = -1; written.length !== before; ) {
    before = written.length;
    await setImmediate();
    await setImmediate();
  }
}

describe('a turn of the loop', () => {
  it('is of one alone, in the order of asking', async () => {
    const turns: string[] = [];
    let turn = 0;
    const work = async (name: string) => {
      await loopTurn();
      turns.push(`${name} ${turn}`);
    };
    for (const name of ['a', 'b', 'c']) void work(name);
    for (; turn < 4; turn += 1) await setImmediate();
    expect(turns.map((each) => each.split(' ')[0])).toEqual(['a', 'b', 'c']);
    expect(new Set(turns.map((each) => each.split(' ')[1])).size).toBe(3);
  });

  it('comes after everything that its predecessor does without waiting for an answer', async () => {
    const steps: string[] = [];
    const work = async (name: string) => {
      await loopTurn();
      for (let step = 1; step <= 3; step += 1) {
        steps.push(`${name}${step}`);
        await undefined;
      }
    };
    void work('a');
    void work('b');
    await settled(steps);
    expect(steps).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });

  it('is given to whoever asks within one, and afterwards again', async () => {
    const steps: string[] = [];
    void loopTurn().then(async () => {
      steps.push('outer');
      await loopTurn();
      steps.push('inner');
    });
    await settled(steps);
    expect(steps).toEqual(['outer', 'inner']);
    await loopTurn();
  });
});
