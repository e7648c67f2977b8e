import type { AnyBinding, AnyStore, Plugin } from '@certctl/plugin-api';
import { attempting } from '../environment/current-attempt.js';

/** Called between the end of a move and the moment at which the engine hears of it. */
export type AfterMove = (method: string) => Promise<void> | undefined;

/**
 * The plugin as it is, with a moment after each of its moves in which somebody else may act; and with its attempts
 * told to environments whose requests do not come over a wire.
 */
export function watchedPlugin(plugin: Plugin, after: AfterMove): Plugin {
  const watch = <T extends AnyStore | AnyBinding>(instance: T): T =>
    new Proxy(instance, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const result: unknown = member.apply(target, args.map(attempting));
          if (!(result instanceof Promise)) return result;
          return result.then(async (value: unknown) => {
            await after(String(name));
            return value;
          });
        };
      },
    });
  // A spread of a union loses which of its members it is; the kind stays what it was.
  return plugin.kind === 'store'
    ? { ...plugin, open: async (connection, services) => watch(await plugin.open(connection, services)) }
    : { ...plugin, open: async (connection, services) => watch(await plugin.open(connection, services)) };
}
