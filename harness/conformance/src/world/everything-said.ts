import { inspect } from 'node:util';
import type { Outcome } from '@certctl/engine';
import type { World } from './world.js';

/** What was written to the console, until it is told to stop. */
export interface HeardConsole {
  readonly lines: readonly string[];
  stop(): void;
}

const METHODS = ['debug', 'info', 'log', 'warn', 'error'] as const;

/** Listens to the console, and to what is written past it; what is said is still printed. */
export function hearConsole(): HeardConsole {
  const lines: string[] = [];
  const hear = (...args: readonly unknown[]) => lines.push(args.map(show).join(' '));
  const console = globalThis.console;
  const before = METHODS.map((name) => [name, console[name]] as const);
  const streams = [process.stdout, process.stderr].map((stream) => [stream, stream.write] as const);
  for (const [name, said] of before) {
    console[name] = (...args: unknown[]) => {
      hear(...args);
      said.apply(console, args);
    };
  }
  for (const [stream, write] of streams) {
    const heard = (...args: Parameters<typeof write>): boolean => {
      hear(args[0]);
      return write.apply(stream, args);
    };
    // The overloads of write are one function.
    stream.write = heard as typeof write;
  }
  return {
    lines,
    stop: () => {
      for (const [name, said] of before) console[name] = said;
      for (const [stream, write] of streams) stream.write = write;
    },
  };
}

/** Everything that a person, a log or a database could come to hold, by where it is said. */
export async function everythingSaid(
  world: World,
  consoleLines: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const { logger, outcomes, records, engine, stage } = world;
  return [
    ['the log', logger.said.map(show).join('\n')],
    ['an outcome', outcomes.map((outcome) => `${show(outcome)}\n${stacksIn(outcome)}`).join('\n')],
    ['the audit', show(records.audit.rows())],
    ['the journal', show(records.journal)],
    ['the metrics', await engine.metrics.metrics()],
    [
      'a URL',
      stage
        .wire()
        .map(({ url = '' }) => decodeURIComponent(url))
        .join('\n'),
    ],
    ['the console', consoleLines.join('\n')],
  ];
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  const inspected = inspect(value, {
    depth: 20,
    showHidden: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
  return `${inspected}\n${JSON.stringify(value)}`;
}

function stacksIn(outcome: Outcome): string {
  const stacks: string[] = [];
  const errors = [
    'error' in outcome ? outcome.error : undefined,
    'rollbackError' in outcome ? outcome.rollbackError : undefined,
  ];
  for (const error of errors) {
    for (let each: unknown = error; each instanceof Error; each = each.cause)
      stacks.push(each.stack ?? '', each.message);
  }
  return stacks.join('\n');
}
