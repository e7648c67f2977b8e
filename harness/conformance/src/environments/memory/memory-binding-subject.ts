import { issueLeaf } from '@certctl/certificate/issue';
import { MemoryBalancer, MemoryService, memoryBinding, memoryStore, VirtualClock } from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { Stage } from '../../environment/stage.js';
import { MemoryWire } from './memory-wire.js';
import { notedOf, observed, put } from './put-in-memory.js';
import type { Subject } from './subject.js';

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  describe: { operation: 'balancer:Describe', moves: ['inspectConsumer'] },
  setDefault: { operation: 'balancer:SetDefault', write: true, moves: ['bind'] },
  addExtra: { operation: 'balancer:AddExtra', write: true, moves: ['bind'] },
  removeExtra: { operation: 'balancer:RemoveExtra', write: true, moves: ['unbind'] },
  handshake: { operation: 'balancer:Handshake' },
  lookup: { operation: 'memory:LookupWrites' },
  whoAmI: { operation: 'memory:WhoAmI' },
};

/** The reference binding: listeners in memory, on a store whose every import has another address. */
export function memoryBindingSubject(): Subject {
  const clock = new VirtualClock();
  const wire = new MemoryWire(REQUESTS);
  // What the store asks of its service is not the plugin's: it is handed on, and not recorded.
  const unrecorded = new MemoryWire({});
  let service = new MemoryService(clock);
  let balancer = new MemoryBalancer(service);
  const plugin = memoryBinding(wire.reaching(() => balancer, ['trail']));
  const store = memoryStore(
    unrecorded.reaching(() => service),
    'replaces',
  );
  const anybodys = async () => {
    const leaf = await issueLeaf('self', { names: ['www.example.com'], notBefore: clock.now() - 86_400_000 });
    return put(service, leaf).reference;
  };
  const listener = (name: string) => {
    const found = balancer.listeners.get(name);
    if (!found) throw new Error(`there is no listener ${name}`);
    return found;
  };
  const stage: Stage = {
    host: {},
    clock,
    recordsWriters: true,
    target: (name) => ({ listener: name, slot: 'default' }),
    observe: async () => service.all().map(observed),
    seed: async ({ tags = {}, ...pems }) => put(service, pems, { tags: { ...tags } }).reference,
    consumers: {
      store,
      slots: ['one', 'many'],
      target: () => ({}),
      consumer: async (name, slot) => {
        if (!balancer.listeners.has(name)) balancer.add(name, await anybodys());
        return { listener: name, slot: slot === 'one' ? 'default' : 'sni' };
      },
      absent: () => ({ listener: 'no-such-listener', slot: 'default' }),
      observe: async (name, slot) => {
        const { default: only, extra } = listener(name);
        const serves = balancer.serves(name, slot === 'many');
        return { references: slot === 'one' ? [only] : [...extra], ...(serves ? { serves } : {}) };
      },
      point: async (name, slot, pems) => {
        const { reference } = put(service, pems);
        if (slot === 'one') listener(name).default = reference;
        else listener(name).extra.push(reference);
        notedOf('memory:somebody-else', service.trail, 'balancer:SetDefault');
        return reference;
      },
      endpoint: {
        named: async () => ({ probe: true }),
        silent: () => {
          balancer.reachable = false;
          return { probe: true };
        },
        stall: (name) => balancer.stall(name),
        resume: (name) => balancer.resume(name),
      },
    },
    moves: new Set(Object.values(REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      service = new MemoryService(clock);
      balancer = new MemoryBalancer(service);
      wire.reset();
    },
    close: async () => {},
  };
  return {
    plugin,
    environment: defineEnvironment({
      name: 'memory-balancer',
      title: 'a load balancer in memory',
      tier: 'embedded',
      serves: [plugin.type],
      notProven: ['Nothing of a real service: this one is an object in the same process.'],
      start: async () => stage,
    }),
  };
}
