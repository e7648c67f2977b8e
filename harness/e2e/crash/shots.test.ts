import { describe, expect, it } from 'vitest';
import { Chance } from '../sites/chance.js';
import { FLOWS } from './flows.js';
import { type Course, planKills, pointOf } from './shots.js';

const course = (position: number): Course => {
  const flow = FLOWS[position];
  if (!flow) throw new Error('there are not so many flows');
  const points = ['journal.open', 'journal.advance importing', 'journal.close'];
  return {
    flow,
    passed: points.flatMap((point) => [
      { point, side: 'before' as const },
      { point, side: 'after' as const },
    ]),
    writes: ['ImportCertificate'],
    tookMs: 100,
  };
};

describe('the plan of kills', () => {
  it('has every flow once when it has ended, where the power fails', () => {
    const courses = [course(0), course(1)];
    const ends = planKills(courses, 40, new Chance(3), true).filter(({ shot }) => shot.at === 'end');
    expect(ends.map(({ flow }) => flow.name).sort()).toEqual(courses.map(({ flow }) => flow.name).sort());
    expect(planKills(courses, 40, new Chance(3)).filter(({ shot }) => shot.at === 'end')).toEqual([]);
  });

  it('has as many as are wanted, and is the same for the same seed', () => {
    const plan = planKills([course(0), course(1)], 20, new Chance(3));
    expect(plan).toHaveLength(20);
    expect(plan.map(({ number }) => number)).toEqual([...plan.keys()]);
    expect(planKills([course(0), course(1)], 20, new Chance(3))).toEqual(plan);
    expect(planKills([course(0), course(1)], 20, new Chance(4))).not.toEqual(plan);
  });

  it('has every point of every flow from both sides, and the answer of every write, when there is room', () => {
    const aimed = planKills([course(0)], 40, new Chance(3)).map(({ shot }) => pointOf(shot));
    for (const point of ['journal.open', 'journal.advance importing', 'journal.close']) {
      expect(aimed).toContain(`before ${point}`);
      expect(aimed).toContain(`after ${point}`);
    }
    expect(aimed).toContain('after the effect of ImportCertificate');
    expect(aimed).toContain('before the effect of ImportCertificate');
  });

  it('keeps a quarter for moments that nobody has chosen', () => {
    const plan = planKills([course(0), course(1)], 12, new Chance(3));
    expect(plan.filter(({ shot }) => shot.at === 'moment')).toHaveLength(3);
  });
});
