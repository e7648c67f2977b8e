import { MemoryRelay, memoryRelayBinding } from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { Stage } from '../../environment/stage.js';
import { MemoryWire } from './memory-wire.js';
import { anybodysCertificate, standInStore } from './stand-in-store.js';
import type { Subject } from './subject.js';

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  show: { operation: 'relay:Show', moves: ['inspectConsumer'] },
  use: { operation: 'relay:Use', write: true, moves: ['bind'] },
};

/** The reference binding that can do the least: the domains of a mail relay in memory. */
export function memoryRelaySubject(): Subject {
  const wire = new MemoryWire(REQUESTS);
  const certificates = standInStore('MemoryReplacing');
  let relay = new MemoryRelay(certificates.has);
  const plugin = memoryRelayBinding(wire.reaching(() => relay));
  const stage: Stage = {
    host: {},
    target: (name) => ({ domain: name }),
    observe: async () => certificates.observe(),
    seed: async (pems) => certificates.put(pems),
    consumers: {
      store: certificates.store,
      slots: ['one'],
      target: () => ({}),
      consumer: async (name) => {
        if (!relay.domains.has(name)) relay.domains.set(name, certificates.put(await anybodysCertificate()));
        return { domain: name };
      },
      absent: () => ({ domain: 'no-such-domain' }),
      observe: async (name) => {
        const reference = relay.domains.get(name);
        const serves = reference === undefined ? undefined : certificates.leafOf(reference);
        return { references: reference === undefined ? [] : [reference], ...(serves ? { serves } : {}) };
      },
      point: async (name, _slot, pems) => {
        const reference = certificates.put(pems);
        relay.domains.set(name, reference);
        return reference;
      },
    },
    moves: new Set(Object.values(REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      certificates.clear();
      relay = new MemoryRelay(certificates.has);
      wire.reset();
    },
    close: async () => {},
  };
  return {
    plugin,
    environment: defineEnvironment({
      name: plugin.alias,
      title: 'a mail relay in memory',
      tier: 'embedded',
      serves: [plugin.type],
      notProven: ['Nothing of a real service: this one is an object in the same process.'],
      start: async () => stage,
    }),
  };
}
