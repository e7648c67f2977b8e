import { MemoryService, memoryStore, type Stored, VirtualClock } from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { Stage } from '../../environment/stage.js';
import { memoryCommandSends } from './memory-command-sends.js';
import { MemoryWire } from './memory-wire.js';
import { notedOf, observed, put } from './put-in-memory.js';
import type { Subject } from './subject.js';

/** What a plugin asks of the service in memory, by the names of its methods. */
export const SERVICE_REQUESTS: Readonly<Record<string, RequestKind>> = {
  import: { operation: 'memory:Import', write: true, moves: ['import'] },
  get: { operation: 'memory:Get', moves: ['read', 'inspect'] },
  tagsOf: { operation: 'memory:ListTags', moves: ['readTags'] },
  setTags: { operation: 'memory:SetTags', write: true, moves: ['tag'] },
  removeTags: { operation: 'memory:RemoveTags', write: true, moves: ['untag'] },
  list: { operation: 'memory:List', moves: ['find'] },
  delete: { operation: 'memory:Delete', write: true, moves: ['remove'] },
  lookup: { operation: 'memory:LookupWrites' },
  whoAmI: { operation: 'memory:WhoAmI' },
};

/** The reference store in memory: the shape of ACM, or one whose every import has another address. */
export function memoryStoreSubject(rotation: 'in-place' | 'replaces' = 'in-place'): Subject {
  const clock = new VirtualClock();
  const wire = new MemoryWire(SERVICE_REQUESTS);
  let service = new MemoryService(clock);
  const plugin = memoryStore(
    wire.reaching(() => service, ['trail']),
    rotation,
  );
  const held = (reference: string): Stored => {
    const stored = service.held.get(reference);
    if (!stored) throw new Error(`nothing is held at ${reference}`);
    return stored;
  };
  const stage: Stage = {
    host: {},
    clock,
    commandSends: memoryCommandSends,
    recordsWriters: true,
    target: () => ({}),
    pinned: (config, reference) => ({ ...config, reference }),
    nowhere: () => 'memory/certificate/none',
    observe: async () => service.all().map(observed),
    seed: async ({ tags = {}, ...pems }) => put(service, pems, { tags: { ...tags } }).reference,
    overwrite: async (reference, pems, tags) => {
      put(service, pems, { ...held(reference), ...(tags ? { tags: { ...tags } } : {}) });
      notedOf('memory:somebody-else', service.trail, 'memory:Import');
    },
    retag: async (reference, tags) => {
      held(reference).tags = { ...tags };
    },
    vanish: async (reference) => {
      service.held.delete(reference);
    },
    moves: new Set(Object.values(SERVICE_REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      service = new MemoryService(clock);
      wire.reset();
    },
    close: async () => {},
  };
  const name = rotation === 'in-place' ? 'memory' : 'memory-replacing';
  return {
    plugin,
    environment: defineEnvironment({
      name,
      title: 'a certificate service in memory',
      tier: 'embedded',
      serves: [plugin.type],
      notProven: ['Nothing of a real service: this one is an object in the same process.'],
      start: async () => stage,
    }),
  };
}
