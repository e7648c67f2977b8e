import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call } from '@certctl/plugin-api';

/** One attempt of a plugin at a declared operation: the same object as long as it lasts. */
export interface CurrentAttempt {
  readonly operation: string;
}

const attempts = new AsyncLocalStorage<CurrentAttempt>();

/**
 * What the plugin says that it is at. For services whose requests cannot be told apart by themselves: to aim faults,
 * and to hold what is really done against what was said.
 */
export function currentAttempt(): CurrentAttempt | undefined {
  return attempts.getStore();
}

/** An argument of a move; a call is handed on so that its attempts can be told. */
export function attempting(argument: unknown): unknown {
  return isCall(argument) ? tellingCall(argument) : argument;
}

/** The call, with its attempts told for as long as each lasts. */
export function tellingCall(call: Call): Call {
  return new Proxy(call, {
    get: (target, name) => {
      if (name === 'attempt') {
        return <T>(operation: string, send: (signal: AbortSignal) => Promise<T>) =>
          target.attempt(operation, (signal) => attempts.run({ operation }, () => send(signal)));
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && 'attempt' in value && 'deadline' in value;
}
