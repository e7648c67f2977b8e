import type { CallRecord } from '@certctl/engine';
import { section } from './layout.js';
import { oneLine } from './one-line.js';
import type { Screen } from './screen.js';
import { durationOf } from './time.js';

/** Every request that was made: what it was, how it ended, how long it took. */
export function renderCalls(calls: readonly CallRecord[], screen: Screen): string | undefined {
  if (calls.length === 0) return undefined;
  const writes = calls.filter(({ effect }) => effect === 'write').length;
  const title = `Calls (${calls.length}, ${writes === 1 ? '1 write' : `${writes} writes`})`;
  const operation = Math.max(...calls.map((call) => call.operation.length));
  return [
    section(title, screen),
    ...calls.map((call) => {
      const time = durationOf(call.endedAt - call.startedAt).padStart(8);
      const head = `  ${call.step.padEnd(10)}${call.operation.padEnd(operation + 1)}${time}  `;
      return head + resultOf(call, screen, screen.width - head.length);
    }),
  ].join('\n');
}

function resultOf({ result, code, attempt }: CallRecord, { palette }: Screen, room: number): string {
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`;
  if (result === 'ok') return palette.green('ok') + again;
  return palette.red(oneLine(`${result} ${code ?? ''}`).slice(0, Math.max(10, room - again.length))) + again;
}
