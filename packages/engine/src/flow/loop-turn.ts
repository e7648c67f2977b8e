import { setImmediate } from 'node:timers';

const waiting: (() => void)[] = [];

/**
 * Resolves in a turn of the event loop that nobody else has, after the answers that have come in. It is asked for
 * before the long pieces of work of a deploy, its beginning and its end. Of many deploys at a time all would
 * otherwise do the same step one after the other before any of them attends to its answers: first the service
 * waits for the process, then the process for the service.
 */
export function loopTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  // One that is asked for within a turn begins in the next one, when the loop has looked for answers.
  if (waiting.length > 0) setImmediate(next);
}
