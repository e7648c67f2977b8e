import { answerOrders } from '../child.js';
import { openEngine, targetOf } from '../overhead/engine-side.js';
import type { Cloud, Renewal } from '../overhead/order.js';

export type MemoryOrder =
  | {
      readonly do: 'prepare';
      readonly urls: Readonly<Record<Cloud, string>>;
      readonly slots: number;
      readonly renewals: readonly Renewal[];
    }
  | { readonly do: 'deploy'; readonly deploys: number }
  | { readonly do: 'memory' };

/** In bytes. */
export interface Memory {
  readonly resident: number;
  /** Resident before the collector was asked to run. */
  readonly uncollected: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** The process whose memory is looked at: one engine, deploying to both clouds in turns. */
const { engine, close } = await openEngine();
let slots: (() => Promise<void>)[] = [];

function prepare({ urls, slots: count, renewals }: MemoryOrder & { readonly do: 'prepare' }): void {
  slots = Array.from({ length: count }, (_, slot) => {
    const cloud = slot % 2 === 0 ? 'acm' : 'vault';
    const target = targetOf({ cloud, url: urls[cloud] }, slot);
    let turn = slot;
    return async () => {
      turn += 1;
      const renewal = renewals[turn % renewals.length];
      if (!renewal) throw new Error('there is nothing to deploy');
      const { status } = await engine.deploy({ target, ...renewal });
      if (status !== 'deployed') throw new Error(`${target.id} ended ${status}`);
    };
  });
}

async function deploy(deploys: number): Promise<void> {
  let begun = 0;
  await Promise.all(
    slots.map(async (renew) => {
      while (begun < deploys) {
        begun += 1;
        await renew();
      }
    }),
  );
}

function memory(): Memory {
  const uncollected = process.memoryUsage.rss();
  if (!globalThis.gc) throw new Error('the process needs --expose-gc');
  // What ends in the first round is let go of in the second.
  globalThis.gc();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, uncollected, heapUsed, external };
}

answerOrders<MemoryOrder>(async (order) => {
  switch (order.do) {
    case 'prepare':
      return prepare(order);
    case 'deploy':
      return await deploy(order.deploys);
    case 'memory':
      return memory();
  }
}, close);
