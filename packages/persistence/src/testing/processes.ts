import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Order } from './child.js';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Says where the sources of the other packages are, so that a child runs on them and needs no build. */
const TSCONFIG = fileURLToPath(new URL('./tsconfig.json', import.meta.url));
const TSX = createRequire(import.meta.url).resolve('tsx');

export type Answer =
  | { readonly answer: unknown }
  | { readonly code: string; readonly message: string }
  | { readonly killedBy: string };

/** One process for each order. All of them are loaded before the first begins. */
export async function processes(orders: readonly Order[]): Promise<readonly Answer[]> {
  const children = orders.map(start);
  try {
    await Promise.all(children.map(ready));
    return await Promise.all(
      children.map(async (child, position) => {
        const answer = answerOf(child);
        child.send(orders[position] ?? {});
        return await answer;
      }),
    );
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

/** A process that is at work on its order until it is killed, or has answered. */
export interface Working {
  readonly answer: Promise<Answer>;
  kill(): void;
}

/** @param said what it has to say before this resolves; when left out, it has only begun */
export async function working(order: Order, said?: string): Promise<Working> {
  const child = start();
  await ready(child);
  const answer = answerOf(child);
  const spoken = said === undefined ? Promise.resolve() : until(child, said);
  child.send(order);
  await spoken;
  return { answer, kill: () => child.kill('SIGKILL') };
}

function start(): ChildProcess {
  return fork(CHILD, {
    execArgv: ['--import', TSX],
    env: { ...process.env, TSX_TSCONFIG_PATH: TSCONFIG },
  });
}

function until(child: ChildProcess, said: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message === said) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the child ended with ${code} and did not say ${said}`)));
  });
}

async function ready(child: ChildProcess): Promise<void> {
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the child ended with ${code}`))),
  ]);
}

async function answerOf(child: ChildProcess): Promise<Answer> {
  let answer: Answer | undefined;
  child.on('message', (message: Answer | string) => {
    if (typeof message !== 'string') answer = message;
  });
  const [code, signal] = await once(child, 'exit');
  if (answer) return answer;
  if (typeof signal === 'string') return { killedBy: signal };
  throw new Error(`the child ended with ${code} and no answer`);
}
