import type { Passage } from '../deployer/orders.js';
import type { Chance } from '../sites/chance.js';
import type { Flow } from './flows.js';

/** When a deploy is killed. */
export type Shot =
  /** At the nth passage of a point. */
  | { readonly at: 'passage'; readonly passage: Passage; readonly nth: number }
  /** Between a write that reached the service and its answer; or before it has had an effect. */
  | { readonly at: 'write'; readonly operation: string; readonly nth: number; readonly effect: boolean }
  /** At a part of the time that it takes undisturbed. */
  | { readonly at: 'moment'; readonly part: number }
  /** When it has ended, and its caller knows how. */
  | { readonly at: 'end' };

/** One deploy and its death. */
export interface Kill {
  readonly number: number;
  readonly flow: Flow;
  readonly shot: Shot;
}

/** What a flow passes when nobody disturbs it. */
export interface Course {
  readonly flow: Flow;
  readonly passed: readonly Passage[];
  /** Operations that write, as the service got them. */
  readonly writes: readonly string[];
  readonly tookMs: number;
}

/** Of as many kills as there is room for, those at a moment that nobody has chosen. */
const BY_CHANCE = 0.25;

/**
 * So many kills, of every flow, spread over everything that it passes.
 * @param power whether a process that has ended can lose anything yet
 */
export function planKills(courses: readonly Course[], count: number, chance: Chance, power = false): Kill[] {
  const first: Aim[] = [];
  const second: Aim[] = [];
  courses.forEach((course, position) => {
    const writes = course.writes.flatMap((operation, at) => {
      const nth = course.writes.slice(0, at + 1).filter((each) => each === operation).length;
      return [true, false].map((effect): Shot => ({ at: 'write', operation, nth, effect }));
    });
    first.push(...writes.map((shot) => ({ flow: course.flow, shot })));
    passages(course.passed).forEach((shot, at) => {
      // Every point of every flow from one side, and from the other when there is room for it.
      const side = (position + Math.floor(at / 2) + at) % 2 === 0 ? first : second;
      side.push({ flow: course.flow, shot });
    });
  });
  const byChance = Math.round(count * BY_CHANCE);
  const ends = power ? courses.map(({ flow }): Aim => ({ flow, shot: { at: 'end' } })) : [];
  const aimed = [...ends, ...chance.shuffled('first', first), ...chance.shuffled('second', second)];
  const chosen = aimed.slice(0, count - byChance);
  const moments = Array.from({ length: count - chosen.length }, (_, number): Aim => {
    const flow = courses[number % courses.length]?.flow;
    if (!flow) throw new Error('there is no flow to kill');
    return { flow, shot: { at: 'moment', part: chance.part(`moment ${number}`) } };
  });
  return chance.shuffled('order', [...chosen, ...moments]).map((aim, number) => ({ ...aim, number }));
}

type Aim = Omit<Kill, 'number'>;

function passages(passed: readonly Passage[]): Shot[] {
  return passed.map((passage, at) => ({
    at: 'passage',
    passage,
    nth: passed.slice(0, at + 1).filter((each) => isSame(each, passage)).length,
  }));
}

function isSame(one: Passage, other: Passage): boolean {
  return one.point === other.point && one.side === other.side;
}

/** In words, for the tally. */
export function pointOf(shot: Shot): string {
  switch (shot.at) {
    case 'passage':
      return `${shot.passage.side} ${shot.passage.point}`;
    case 'write':
      return `${shot.effect ? 'after the effect' : 'before the effect'} of ${shot.operation}`;
    case 'moment':
      return 'at any moment';
    case 'end':
      return 'after its end';
  }
}
