import { sameCertificate } from '@certctl/certificate';
import { type BindingPlugin, type Call, definePlugin, isFailure } from '@certctl/plugin-api';
import { z } from 'zod';
import { classify, permission } from './manifest.js';
import type { MemoryBalancer } from './memory-balancer.js';
import { named, writersIn } from './memory-trail.js';

const CONFIG = z.strictObject({
  listener: z.string(),
  slot: z.enum(['default', 'sni']).default('default'),
  probe: z.boolean().default(false),
});
type Config = z.infer<typeof CONFIG>;

/** A binding for the load balancer in memory: the shape of a listener of ELB. */
export function memoryBinding(balancer: MemoryBalancer): BindingPlugin {
  const look = ({ listener }: Config, call: Call) =>
    call.attempt('balancer:Describe', async () => balancer.describe(listener));
  const shake = ({ listener, slot }: Config, call: Call) =>
    call.attempt('balancer:Handshake', async () => balancer.handshake(listener, slot === 'sni'));
  const referencesOf = async (config: Config, call: Call): Promise<readonly string[]> => {
    const { default: only, extra } = await look(config, call);
    return config.slot === 'default' ? [only] : extra;
  };
  return definePlugin({
    kind: 'binding',
    type: 'MemoryBalancer',
    alias: 'memory-balancer',
    title: 'A load balancer in memory',
    version: '0.1.0',
    config: CONFIG,
    capabilities: { unbinds: true, handshakes: true, writers: true },
    stores: ['Memory', 'MemoryReplacing'],
    permissions: [
      permission('balancer:Describe', 'read', 'required'),
      permission('balancer:SetDefault', 'write', 'required'),
      permission('balancer:AddExtra', 'write', 'required'),
      permission('balancer:RemoveExtra', 'write', 'optional'),
      permission('balancer:Handshake', 'read', 'optional'),
      permission('memory:LookupWrites', 'read', 'optional'),
      permission('memory:WhoAmI', 'read', 'optional'),
    ],
    quotas: [],
    rules: [
      { code: 'no_curve', summary: 'The listener takes no such key.', source: 'the load balancer in memory' },
    ],
    policies: {},
    connection: () => ({ balancer: 'memory' }),
    pin: ({ listener, slot }) =>
      slot === 'sni' ? undefined : { address: `${listener}#default`, field: 'listener' },
    classify,
    open: async () => ({
      resolve: async ({ config: { listener, slot }, targetId }) => ({
        address: slot === 'default' ? `${listener}#default` : `${listener}#sni/${targetId}`,
        scope: 'memory',
        title: `listener ${listener} (${slot})`,
        slot: slot === 'default' ? 'one' : 'many',
        consumer: listener,
      }),
      async inspect({ config }, call) {
        try {
          const references = await referencesOf(config, call);
          if (!config.probe) return { state: 'present', references };
          try {
            return { state: 'present', references, serves: await shake(config, call) };
          } catch (error) {
            if (!isFailure(error, 'absent', 'broken')) throw error;
            return { state: 'present', references, unreachable: error.failure.message };
          }
        } catch (error) {
          if (isFailure(error, 'absent')) return { state: 'absent' };
          throw error;
        }
      },
      review: ({ incoming, place }) =>
        incoming.leaf.keyAlgorithm === 'EC-P-521'
          ? [
              {
                code: 'no_curve',
                severity: 'refusal',
                message: `${place.title} takes no key on P-521`,
                remedy: 'Use another key.',
                source: 'the load balancer in memory',
              },
            ]
          : [],
      async bind({ config: { listener, slot } }, reference, call) {
        if (slot === 'default') {
          await call.attempt('balancer:SetDefault', async (signal) =>
            named(signal, balancer.trail, () => balancer.setDefault(listener, reference)),
          );
        } else {
          await call.attempt('balancer:AddExtra', async () => balancer.addExtra(listener, reference));
        }
      },
      async unbind({ config: { listener } }, reference, call) {
        await call.attempt('balancer:RemoveExtra', async () => balancer.removeExtra(listener, reference));
      },
      async settled({ config }, { reference, leaf }, call) {
        const references = await referencesOf(config, call);
        if (!references.includes(reference)) return { settled: false, shows: references.join(', ') };
        if (!leaf || sameCertificate(await shake(config, call), leaf)) return { settled: true };
        return { settled: false, shows: 'another leaf' };
      },
      writers: () => writersIn(balancer.trail, 'balancer:'),
      recoveryCommands: ({ place, reference }) => [
        { why: `Point ${place.title} back.`, command: `balancer set ${place.address} ${reference}` },
      ],
      async close() {},
    }),
  });
}
