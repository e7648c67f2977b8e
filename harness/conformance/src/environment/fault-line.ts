import type { Armed, FaultOrder, FaultShape, Impossible } from './fault.js';
import type { AnsweredShape, FaultAnswer, Identified } from './fault-proxy.js';

interface Waiting {
  readonly order: FaultOrder;
  readonly names: readonly string[];
  seen: number;
  used: number;
}

const OF_THE_WIRE: readonly FaultShape[] = [
  'lost-request',
  'lost-answer',
  'timeout-after-effect',
  'timeout-before-effect',
  'slow',
  'truncated',
  'stale-read',
];

function isAnswered(shape: FaultShape): shape is AnsweredShape {
  return !OF_THE_WIRE.includes(shape);
}

/** The faults that are set. Each counts the requests that it is for by itself. */
export class FaultLine {
  readonly #waiting: Waiting[] = [];

  /** @param words how the service says a shape, to know whether it can */
  arm(
    order: FaultOrder,
    names: readonly string[],
    words: (shape: AnsweredShape, name: string) => FaultAnswer | Impossible = () => ({ status: 0 }),
  ): Armed | Impossible {
    const { shape } = order;
    if (names.length === 0)
      return { impossible: `no request here is ${'move' in order ? order.move : order.operation}` };
    if (isAnswered(shape)) {
      const said = names.map((name) => words(shape, name));
      const [cannot] = said.filter((answer): answer is Impossible => 'impossible' in answer);
      if (cannot && said.length > 0 && said.every((answer) => 'impossible' in answer)) return cannot;
    }
    const waiting: Waiting = { order, names, seen: 0, used: 0 };
    this.#waiting.push(waiting);
    return { used: () => waiting.used };
  }

  /** The fault that this request meets; the first that is due. */
  strike({ name }: Pick<Identified, 'name'>): FaultShape | undefined {
    let struck: FaultShape | undefined;
    for (const waiting of this.#waiting) {
      const { order, names } = waiting;
      if (!names.includes(name)) continue;
      waiting.seen += 1;
      const { after = 0, times = 1 } = order;
      const isDue = waiting.seen > after && (times === 'for-good' || waiting.seen <= after + times);
      if (!isDue) continue;
      if (struck !== undefined) {
        // One request meets one fault; the other waits for the next.
        waiting.seen -= 1;
        continue;
      }
      waiting.used += 1;
      struck = order.shape;
    }
    return struck;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}
