import type { ServiceOverride } from '@certctl/engine';
import { TOKENS } from '@certctl/engine';
import type { Persistence } from '@certctl/persistence';
import type { Plugin } from '@certctl/plugin-api';
import type { Passage } from './orders.js';

/** Told of each passage; the deploy goes on when it resolves. */
export type Watch = (passage: Passage) => Promise<void>;

/** Methods that write, by the service that they belong to. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  journal: ['open', 'adopt', 'confirm', 'advance', 'close'],
  keeper: ['keepPending', 'keepCurrent', 'promote', 'discardPending', 'move'],
  leases: ['acquire', 'renew', 'release'],
  addressBook: ['record'],
  holds: ['put', 'release'],
  audit: ['append'],
  deployments: ['put'],
  store: ['import', 'tag', 'remove', 'disable', 'undelete', 'redelete', 'activate'],
  binding: ['bind', 'unbind'],
};

/** The records for the engine's tokens, each write of them with its passages. */
export function watchedRecords(records: Persistence, watch: Watch): readonly ServiceOverride[] {
  return [
    [TOKENS.journal, watched('journal', records.journal, watch)],
    [TOKENS.keeper, watched('keeper', records.keeper, watch)],
    [TOKENS.leases, watched('leases', records.leases, watch)],
    [TOKENS.addressBook, watched('addressBook', records.addressBook, watch)],
    [TOKENS.holds, watched('holds', records.holds, watch)],
    [TOKENS.audit, watched('audit', records.audit, watch)],
    [TOKENS.compromised, records.compromised],
    [TOKENS.deployments, watched('deployments', records.deployments, watch)],
    [
      TOKENS.together,
      async (work) => {
        await watch({ point: 'together', side: 'before' });
        const result = await records.together(work);
        await watch({ point: 'together', side: 'after' });
        return result;
      },
    ],
  ];
}

/** The plugin, with passages around each move of its stores or bindings that writes. */
export function watchedPlugin(plugin: Plugin, watch: Watch): Plugin {
  return plugin.kind === 'store'
    ? {
        ...plugin,
        open: async (connection, services) =>
          watched('store', await plugin.open(connection, services), watch),
      }
    : {
        ...plugin,
        open: async (connection, services) =>
          watched('binding', await plugin.open(connection, services), watch),
      };
}

function watched<T extends object>(part: string, service: T, watch: Watch): T {
  const writes = WRITES[part] ?? [];
  return new Proxy(service, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (typeof name !== 'string' || !writes.includes(name)) return member.bind(target);
      return async (...args: readonly unknown[]) => {
        const point = pointOf(`${part}.${name}`, args);
        await watch({ point, side: 'before' });
        const result = await member.apply(target, args);
        await watch({ point, side: 'after' });
        return result;
      };
    },
  });
}

/** An advance is named after the phase that it writes, or after the time until which a request can be under way. */
function pointOf(method: string, args: readonly unknown[]): string {
  const patch = args[2];
  if (method !== 'journal.advance' || typeof patch !== 'object' || patch === null) return method;
  return `${method} ${'phase' in patch ? String(patch.phase) : Object.keys(patch).join(' ')}`;
}
