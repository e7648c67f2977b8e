import { answerOrders } from '../child.js';
import { openEngineSide } from './engine-side.js';
import type { Round, Side, SideOrder } from './order.js';
import { openPlainAcm } from './plain-acm.js';
import { openPlainVault } from './plain-vault.js';

/** The process of one side of the comparison: `engine` or `plain`. */
const isEngine = process.argv[2] === 'engine';
let side: Side | undefined;
/** How often each slot was renewed: each time with the next certificate, so that there is something to do. */
let turns: number[] = [];

async function renewOnce(slot: number): Promise<void> {
  const turn = (turns[slot] ?? 0) + 1;
  turns[slot] = turn;
  await side?.renew(slot, slot + turn);
}

async function round(inFlight: number, ms: number): Promise<Round> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  let deploys = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async (_, slot) => {
      while (performance.now() - from < ms) {
        await renewOnce(slot);
        deploys += 1;
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { deploys, ms: performance.now() - from, cpuMs: (user + system) / 1000 };
}

answerOrders<SideOrder>(
  async (order) => {
    switch (order.do) {
      case 'prepare': {
        const plain = order.cloud === 'acm' ? openPlainAcm : openPlainVault;
        await side?.close();
        turns = [];
        side = await (isEngine ? openEngineSide : plain)(order);
        return;
      }
      case 'one':
        return await renewOnce(0);
      case 'round':
        return await round(order.inFlight, order.ms);
    }
  },
  async () => side?.close(),
);
