import { type BindingPlugin, type Call, definePlugin, isFailure } from '@certctl/plugin-api';
import { z } from 'zod';
import { classify, permission } from './manifest.js';
import type { MemoryRelay } from './memory-relay.js';

const CONFIG = z.strictObject({ domain: z.string() });
type Config = z.infer<typeof CONFIG>;

/**
 * A binding for the mail relay in memory: the least that one can do. What a domain is pointed at can be replaced and
 * not taken away, what it serves is seen by nobody, and who changed it is not known.
 */
export function memoryRelayBinding(relay: MemoryRelay): BindingPlugin {
  const look = ({ domain }: Config, call: Call) => call.attempt('relay:Show', async () => relay.show(domain));
  return definePlugin({
    kind: 'binding',
    type: 'MemoryRelay',
    alias: 'memory-relay',
    title: 'A mail relay in memory',
    version: '0.1.0',
    config: CONFIG,
    capabilities: { unbinds: false, handshakes: false, writers: false },
    stores: ['Memory', 'MemoryReplacing'],
    permissions: [permission('relay:Show', 'read', 'required'), permission('relay:Use', 'write', 'required')],
    quotas: [],
    rules: [],
    policies: {},
    connection: () => ({ relay: 'memory' }),
    pin: ({ domain }) => ({ address: domain, field: 'domain' }),
    classify,
    open: async () => ({
      resolve: async ({ config: { domain } }) => ({
        address: domain,
        scope: 'memory',
        title: `domain ${domain}`,
        slot: 'one',
      }),
      async inspect({ config }, call) {
        try {
          return { state: 'present', references: [await look(config, call)] };
        } catch (error) {
          if (isFailure(error, 'absent')) return { state: 'absent' };
          throw error;
        }
      },
      review: () => [],
      async bind({ config: { domain } }, reference, call) {
        await call.attempt('relay:Use', async () => relay.use(domain, reference));
      },
      async settled({ config }, { reference }, call) {
        const uses = await look(config, call);
        return uses === reference ? { settled: true } : { settled: false, shows: uses };
      },
      recoveryCommands: ({ place, reference }) => [
        { why: `Point ${place.title} back.`, command: `relay use ${place.address} ${reference}` },
      ],
      async close() {},
    }),
  });
}
