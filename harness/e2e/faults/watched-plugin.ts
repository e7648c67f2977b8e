import type { AnyStore, StorePlugin } from '@certctl/plugin-api';
import type { Records } from './records.js';

/**
 * The plugin as it is, whose moves tell the records how far the deploy has come: the journal writes a step that
 * has sent nothing only with the next one.
 */
export function watchedPlugin(plugin: StorePlugin, records: Records): StorePlugin {
  return {
    ...plugin,
    open: async (connection, services) => {
      const store = await plugin.open(connection, services);
      return new Proxy(store, {
        get: (target: AnyStore, name) => {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]): unknown => {
            records.moves(String(name));
            return member.apply(target, args);
          };
        },
      });
    },
  };
}
