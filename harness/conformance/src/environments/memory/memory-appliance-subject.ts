import { X509Certificate } from 'node:crypto';
import { derFromPem, readCertificates } from '@certctl/certificate';
import {
  MemoryAppliance,
  memoryApplianceStore,
  publicKeyOf,
  type Shows,
  type Slot,
  VirtualClock,
} from '@certctl/reference';
import { defineEnvironment } from '../../environment/define-environment.js';
import type { RequestKind } from '../../environment/request-kind.js';
import type { ObservedPlace, Pems, Stage } from '../../environment/stage.js';
import { memoryCommandSends } from './memory-command-sends.js';
import { MemoryWire } from './memory-wire.js';
import type { Subject } from './subject.js';

const REQUESTS: Readonly<Record<string, RequestKind>> = {
  describe: { operation: 'appliance:Describe', moves: ['resolve', 'inspect', 'read'] },
  install: { operation: 'appliance:Install', write: true, moves: ['import'] },
  clear: { operation: 'appliance:Clear', write: true, moves: ['remove'] },
};

function observed([reference, slot]: [string, Slot]): ObservedPlace {
  const keyBelongs = slot.keyFingerprint === publicKeyOf(new X509Certificate(slot.leafPem));
  return {
    reference,
    state: 'held',
    revisions: [
      {
        ...{ keyBelongs, enabled: true, revision: String(slot.installs) },
        leaf: derFromPem(slot.leafPem),
        chain: slot.chainPems.map((pem) => derFromPem(pem)),
      },
    ],
  };
}

/** The reference store that shows no certificate and has no tags: an appliance that tells a fingerprint, or a serial. */
export function memoryApplianceSubject(shows: Shows): Subject {
  const clock = new VirtualClock();
  const wire = new MemoryWire(REQUESTS);
  let appliance = new MemoryAppliance(clock, shows);
  const plugin = memoryApplianceStore(
    wire.reaching(() => appliance),
    shows,
  );
  const put = (name: string, { certificatePem, chainPem }: Pems) => {
    appliance.slots.set(name, {
      installs: (appliance.slots.get(name)?.installs ?? 0) + 1,
      leafPem: certificatePem,
      chainPems: chainPem === '' ? [] : readCertificates(chainPem, 'chain').map(({ pem }) => pem),
      keyFingerprint: publicKeyOf(new X509Certificate(certificatePem)),
    });
  };
  const stage: Stage = {
    host: {},
    clock,
    commandSends: memoryCommandSends,
    target: (name) => ({ slot: name }),
    observe: async () => [...appliance.slots].map(observed),
    seed: async ({ target, ...pems }) => {
      put(target, pems);
      return target;
    },
    overwrite: async (reference, pems) => put(reference, pems),
    vanish: async (reference) => {
      appliance.slots.delete(reference);
    },
    moves: new Set(Object.values(REQUESTS).flatMap(({ moves }) => moves ?? [])),
    wire: () => [...wire.requests],
    arm: (order) => wire.arm(order),
    heal: () => wire.heal(),
    reset: async () => {
      appliance = new MemoryAppliance(clock, shows);
      wire.reset();
    },
    close: async () => {},
  };
  return {
    plugin,
    environment: defineEnvironment({
      name: plugin.alias,
      title: `an appliance in memory that shows the ${shows} of what it holds`,
      tier: 'embedded',
      serves: [plugin.type],
      notProven: ['Nothing of a real service: this one is an object in the same process.'],
      start: async () => stage,
    }),
  };
}
